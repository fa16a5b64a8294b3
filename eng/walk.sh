#!/usr/bin/env bash
# Walks a page of the documentation as a newcomer does: the commands and files of its fenced blocks, in order, in one shell,
# from an empty folder beside a checkout.
#
#   walk.sh PAGE             with the embedded engine; commands of docker and curl are only shown
#   walk.sh PAGE docker      with the docker on PATH, which also runs the images
#
# A block "sh" is run, "xml file=PATH" (or another language) is written to PATH. What the reader does not do on the way says
# so: "sh by-hand" and blocks of other languages without a file are passed over.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
page=${1:?usage: walk.sh PAGE [docker]}
engine=${2:-embedded}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The checkout of the page is this one, packed already: packing here would take the package from under who else uses it.
ls "$root"/artifacts/packages/MultiStage.Sdk.*.nupkg >/dev/null
mkdir -p "$work/MultiStage.Sdk/eng"
ln -s "$root/artifacts" "$work/MultiStage.Sdk/artifacts"
printf '#!/bin/sh\n' >"$work/MultiStage.Sdk/eng/pack.sh"
chmod +x "$work/MultiStage.Sdk/eng/pack.sh"

# blocks PAGE: the page as a shell script that shows each command before it runs.
blocks() {
  awk '
    /^```/ && inside {
      inside = 0
      if (kind == "file") print "END_OF_FILE"
      next
    }
    /^```/ {
      inside = 1
      kind = $0 == "```sh" ? "sh" : /^```[a-z]+ file=[^ ]+$/ ? "file" : "none"
      path = $0
      sub(/^.* file=/, "", path)
      if (kind == "file") printf "echo \"+ write %s\"; cat >\"%s\" <<\"END_OF_FILE\"\n", path, path
      next
    }
    inside && kind == "sh" {
      shown = $0
      gsub(/\047/, "\047\\\047\047", shown)
      printf "echo \047+ %s\047\n%s\n", shown, $0
    }
    inside && kind == "file"
    END { if (inside) exit 1 }
  ' "$1"
}

# What the reader of a page has before: README speaks of a project that is there.
before() {
  [[ $(basename "$page") != README.md ]] || cat <<'BEFORE'
mkdir ../shop && cd ../shop
git init --quiet
dotnet new web --output src/Shop.Web >/dev/null
BEFORE
}

# What stands for the world of the reader.
world() {
  if [[ $engine == embedded ]]; then
    cat <<'WORLD'
# No registry is asked: the app brings its runtime along.
export ContainerEngine=embedded ContainerBaseImage=scratch SelfContained=true
docker() { echo "  (left out: no docker)"; }
curl() { echo "  (left out: nothing listens)"; }
WORLD
  elif ! docker network inspect bridge >/dev/null 2>&1; then
    local port
    for port in $(seq 18200 18300); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break; done
    cat <<WORLD
# A private engine has no bridge network: the port of the page is another one, of the machine.
export ContainerBuildNetwork=host
trap 'command docker rm --force hello >/dev/null 2>&1 || true' EXIT
docker() {
  [[ \$1 == run ]] || { command docker "\$@"; return; }
  shift
  command docker run --network host --env ASPNETCORE_HTTP_PORTS=$port "\$@"
}
curl() { command curl --noproxy '*' "\${@//:8080/:$port}"; }
WORLD
  fi
}

export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
{ world; before; blocks "$page"; } >"$work/walk"
grep -q '^echo .+ ' "$work/walk" || { echo "$page has no blocks to walk" >&2; exit 1; }
cd "$work/MultiStage.Sdk"
bash -euo pipefail "$work/walk"
echo "walked $(basename "$page") to its end ($engine)"
