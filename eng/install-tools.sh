#!/usr/bin/env bash
# Installs what the scripts of eng/ and the engine tests call on a bare Debian or Ubuntu machine, and
# only what is missing: with everything there it costs a few milliseconds.
#   install-tools.sh        what most of them call
#   install-tools.sh aot    what native AOT apps are built with, which is large
set -euo pipefail

# program:package
tools=(
  curl:curl faketime:faketime flock:util-linux git:git gzip:gzip jq:jq mmdebstrap:mmdebstrap nsenter:util-linux ps:procps
  skopeo:skopeo tar:tar unshare:util-linux
)

case ${1-} in
  "") ;;
  aot) tools=(clang:clang ld:binutils) ;;
  *) echo "usage: install-tools.sh [aot]" >&2; exit 2 ;;
esac

missing=()
for tool in "${tools[@]}"; do
  command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
[[ ${1-} != aot || -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev)
# mmdebstrap verifies Debian's packages with Debian's keys, which Ubuntu lacks.
[[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || missing+=(debian-archive-keyring)
# No command of PostgreSQL is on the path.
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
[[ -e /etc/ssl/certs/ca-certificates.crt ]] || missing+=(ca-certificates)

if ((${#missing[@]} == 0)); then
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "install-tools.sh: this is not Debian or Ubuntu; install these yourself: ${missing[*]}" >&2
  exit 1
fi
if [[ $EUID -ne 0 ]]; then
  echo "install-tools.sh: needs root: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
# No service of a package is started: tests start what they need, for themselves.
export RUNLEVEL=1
install=(apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}")
# Package lists may be absent or stale on a bare machine; fetch them only if they are.
if ! "${install[@]}" >/dev/null 2>&1; then
  apt-get update --quiet --quiet
  "${install[@]}" >/dev/null
fi
