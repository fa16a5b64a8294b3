#!/usr/bin/env bash
# Packs the SDK, publishes sample-apps/hello-web as an image, runs it, and shows what came out.
# Brings up a private Docker engine when the machine has none; all of it stays under $MULTISTAGE_ENGINES.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1000000 }'; }

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
publish() { dotnet publish sample-apps/hello-web -p:ContainerMultiStage=true "${network[@]}" -nologo "$@"; }
publish -p:ContainerImageTag=demo

say "4. The image runs"
port=18080
container=$(docker run --detach --rm --network host --env ASPNETCORE_HTTP_PORTS=$port hello-web:demo)
trap 'docker stop "$container" >/dev/null' EXIT
for _ in $(seq 50); do
  curl --silent --noproxy '*' --output /dev/null "http://127.0.0.1:$port/" && break
  sleep 0.2
done
echo "GET / -> $(curl --silent --noproxy '*' "http://127.0.0.1:$port/")"

say "5. What the stages save"
publish -p:ContainerImageTag=demo -p:ContainerTarget=publish -v:quiet
size() { docker save "$1" | wc -c; }
final=$(size hello-web:demo)
single=$(size hello-web:demo-publish)
echo "final image, saved:                          $(megabytes "$final")"
echo "one stage with SDK and sources, saved:       $(megabytes "$single")"

say "6. The layers of the final image"
docker history --format 'table {{.Size}}\t{{.CreatedBy}}' hello-web:demo
