# shellcheck shell=bash disable=SC2034 # most names are read by the scripts that source this
# Places, names and small helpers shared by the scripts of eng/. Sourced, never run.

eng_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
engines_root=${MULTISTAGE_ENGINES:-/var/tmp/multistage-engines}
images_dir=$engines_root/images
readonly eng_dir engines_root images_dir
if [[ ! $engines_root =~ ^/[A-Za-z0-9._/-]+$ ]]; then
  echo "MULTISTAGE_ENGINES is '$engines_root'; it must be an absolute path without spaces" >&2
  exit 1
fi

# The local names of the base images. The first column is what a Dockerfile says after FROM.
readonly base_repository=mcr.microsoft.com/dotnet
readonly base_images=(
  sdk:10.0 sdk:10.0-noble
  aspnet:10.0 aspnet:10.0-noble aspnet:10.0-noble-chiseled aspnet:10.0-noble-chiseled-extra
  runtime:10.0 runtime:10.0-noble runtime:10.0-noble-chiseled runtime:10.0-noble-chiseled-extra
  runtime-deps:10.0 runtime-deps:10.0-noble runtime-deps:10.0-noble-chiseled runtime-deps:10.0-noble-chiseled-extra
)

# Images of Docker Hub that some tests build FROM.
readonly node_image=docker.io/library/node:24-slim
readonly browser_image=multistage-browser:1
readonly nginx_image=docker.io/nginxinc/nginx-unprivileged:stable-alpine

# Seconds count from the first script's start, also in those that it calls.
export MULTISTAGE_ENG_STARTED=${MULTISTAGE_ENG_STARTED:-$EPOCHSECONDS}
say() { printf '[%3ss] %s\n' "$((EPOCHSECONDS - MULTISTAGE_ENG_STARTED))" "$*"; }

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

need_root() {
  [[ $EUID -eq 0 ]] || die "needs root (mounts, namespaces, dockerd): run it with sudo"
}

# The dynamic loader and library path of another root, so that its programs run on this machine
# whatever C library this machine has. Sets the array `run_foreign`.
foreign_loader() {
  local rootfs=$1 loader
  for loader in "$rootfs"/lib/*-linux-gnu/ld-linux-*.so.?; do
    run_foreign=("$loader" --library-path "${loader%/*}:$rootfs/usr/lib/$(basename "${loader%/*}")")
    return 0
  done
  die "no dynamic loader in $rootfs"
}

# Process of an engine: its pid if it runs, nothing otherwise. A reused pid is not taken for ours,
# because the command line must name the engine's folder.
engine_pid() {
  local state=$engines_root/$1 pid
  pid=$(cat "$state/pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ ]] || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$state/" || return 1
  printf '%s\n' "$pid"
}

# debian_packages VARIANT PACKAGES SUITE FOLDER [OPTION...]: a root of Debian packages. mmdebstrap mounts
# /proc, /sys and /dev into it; in a namespace of their own these mounts are gone when it is killed.
debian_packages() {
  local variant=$1 packages=$2 suite=$3 folder=$4
  shift 4
  # A mirror may be frozen at a date in the past: its lists are signed, but "expired".
  unshare --mount --propagation slave \
    mmdebstrap --quiet --variant="$variant" --aptopt='Acquire::Check-Valid-Until "false"' "$@" \
    --include="$packages" "$suite" "$folder" ${MULTISTAGE_DEBIAN_MIRROR:+"$MULTISTAGE_DEBIAN_MIRROR"}
}

machine_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) die "no .NET images for $(uname -m)" ;;
  esac
}

# The folder of this machine's .NET SDK; fails if there is none.
dotnet_folder() {
  local dotnet
  dotnet=$(command -v dotnet) && dirname "$(readlink -f "$dotnet")"
}
