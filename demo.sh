#!/usr/bin/env bash
# Packs the SDK, publishes sample-apps/hello-web as an image, runs it, and shows what came out.
#   ./demo.sh           with the Docker of this machine; without one, with the embedded engine and no base image
#   ./demo.sh docker    with Docker; brings up a private one under $MULTISTAGE_ENGINES when the machine has none
set -euo pipefail
cd "$(dirname "$0")"
engine=embedded
if [[ ${1:-} == docker ]] || docker info >/dev/null 2>&1; then
  engine=docker
fi

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1000000 }'; }
publish() { dotnet publish sample-apps/hello-web -p:ContainerMultiStage=true -nologo "$@"; }
# ask PORT: waits for the server and prints what it answers.
ask() {
  for _ in $(seq 100); do
    curl --silent --noproxy '*' --output /dev/null "http://127.0.0.1:$1/" && break
    sleep 0.2
  done
  echo "GET / -> $(curl --silent --show-error --noproxy '*' "http://127.0.0.1:$1/")"
}
free_port() { local port; for port in $(seq 18080 18180); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }; done; }

with_docker() {
  say "1. An engine"
  eng/install-tools.sh
  eng/engines.sh up docker
  PATH=${MULTISTAGE_ENGINES:-/var/tmp/multistage-engines}/docker/bin:$PATH
  # A private engine has no bridge network: builds and containers use that of the machine.
  network=()
  docker network inspect bridge >/dev/null 2>&1 || network=(-p:ContainerBuildNetwork=host)

  say "2. The SDK, packed into artifacts/packages"
  eng/pack.sh

  say "3. dotnet publish -p:ContainerMultiStage=true"
  publish "${network[@]}" -p:ContainerImageTag=demo

  say "4. The image runs"
  port=$(free_port)
  container=$(docker run --detach --rm --network host --env ASPNETCORE_HTTP_PORTS="$port" hello-web:demo)
  trap 'docker stop "$container" >/dev/null' EXIT
  ask "$port"

  say "5. What the stages save"
  publish "${network[@]}" -p:ContainerImageTag=demo -p:ContainerTarget=publish -v:quiet
  size() { docker save "$1" | wc -c; }
  echo "final image, saved:                          $(megabytes "$(size hello-web:demo)")"
  echo "one stage with SDK and sources, saved:       $(megabytes "$(size hello-web:demo-publish)")"

  say "6. The layers of the final image"
  docker history --format 'table {{.Size}}\t{{.CreatedBy}}' hello-web:demo
}

without_an_engine() {
  work=$(mktemp -d)
  trap '[[ -z ${server:-} ]] || kill "$server" 2>/dev/null || true; umount "$work/root/proc" 2>/dev/null || true; rm -rf "$work"' EXIT

  say "1. No engine: docker does not answer here, so the embedded engine builds (./demo.sh docker brings one up)"
  echo "And no registry for a base image is needed: the app brings its own runtime, on scratch."

  say "2. The SDK, packed into artifacts/packages"
  eng/pack.sh

  say "3. dotnet publish -p:ContainerMultiStage=true -p:ContainerBaseImage=scratch -p:SelfContained=true -p:PublishTrimmed=true"
  publish -p:ContainerEngine=embedded -p:ContainerBaseImage=scratch -p:SelfContained=true -p:PublishTrimmed=true -p:ContainerImageTag=demo \
    -p:ContainerArchiveOutputPath="$work/hello-web.tar"

  say "4. The image runs"
  mkdir -p "$work/image" "$work/root"
  tar -xf "$work/hello-web.tar" -C "$work/image"
  layers=$(grep -o '"Layers":\[[^]]*' "$work/image/manifest.json" | grep -o 'blobs/[^"]*')
  for layer in $layers; do tar -xzf "$work/image/$layer" -C "$work/root"; done
  port=$(free_port)
  if [[ $(id -u) == 0 ]]; then
    # What a container engine does, in short: the image's files as the root folder, its user, its command.
    mkdir -p "$work/root/proc" "$work/root/dev"
    cp --archive /dev/null /dev/random /dev/urandom "$work/root/dev/"
    mount -t proc proc "$work/root/proc"
    env -i ASPNETCORE_HTTP_PORTS="$port" DOTNET_RUNNING_IN_CONTAINER=true "$(command -v chroot)" --userspec=1654:1654 "$work/root" /app/hello-web >"$work/log" 2>&1 &
    server=$!
    ask "$port"
  else
    echo "Running it without an engine needs root. An engine takes it with: docker load < hello-web.tar"
  fi

  say "5. What the stages save"
  sdk=$(du --summarize --bytes "$(dirname "$(readlink -f "$(command -v dotnet)")")" | cut -f1)
  files=$(du --summarize --bytes --exclude=proc --exclude=dev "$work/root" | cut -f1)
  echo "final image, unpacked:                       $(megabytes "$files")"
  echo "the .NET SDK that one stage would carry:     $(megabytes "$sdk"), and an operating system"

  say "6. The layers of the final image, compressed"
  for layer in $layers; do printf '%10s  %s files\n' "$(megabytes "$(wc -c <"$work/image/$layer")")" "$(tar -tzf "$work/image/$layer" | grep -vc '/$')"; done
}

case $engine in
  docker) with_docker ;;
  *) without_an_engine ;;
esac
