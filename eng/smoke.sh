#!/usr/bin/env bash
# Proves that an engine works from end to end: builds a two-stage Dockerfile from the .NET base images
# (restore, publish), runs the result as the unprivileged user, and gets an answer over HTTP.
#
#   smoke.sh NAME      an engine of engines.sh that is up: docker, docker-20, podman, buildah, ...
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=engines/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/engines/common.sh"

name=${1:?usage: smoke.sh NAME}
[[ -d $engines_root/$name/bin ]] || die "no engine '$name' here: engines.sh up $name"
container=multistage-smoke-$name-$$
image=localhost/$container
context=$(mktemp -d)
port=$((20000 + RANDOM % 10000))

# The engine's own program builds; Buildah's images are run by Podman, which shares its storage.
export PATH="$engines_root/$name/bin:$PATH"
case $name in
  docker*) run=docker build=(docker build --no-cache) ;;
  podman) run=podman build=(podman build --no-cache) ;;
  buildah) run=$engines_root/podman/bin/podman build=(buildah build --layers --no-cache) ;;
  *) die "no smoke test for '$name'" ;;
esac

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  "$run" rm --force "$container" >/dev/null 2>&1 || true
  "$run" rmi --force "$image" >/dev/null 2>&1 || true
  rm -rf "$context"
}
trap cleanup EXIT

cat >"$context/Dockerfile" <<END
FROM $base_repository/aspnet:10.0 AS base
WORKDIR /app
EXPOSE 8080
USER \$APP_UID

FROM --platform=\$BUILDPLATFORM $base_repository/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /src
RUN dotnet new web --name Smoke --output . --no-restore
RUN --mount=type=cache,id=multistage-smoke,target=/root/.nuget/packages \\
    dotnet publish -a \$TARGETARCH -o /out

FROM base AS final
COPY --from=build /out/ ./
ENTRYPOINT ["dotnet", "Smoke.dll"]
END

say "$name: building"
# BuildKit is the default of new Dockers and must be asked for in old ones; others ignore this.
if ! DOCKER_BUILDKIT=1 "${build[@]}" --network=host --tag "$image" --file "$context/Dockerfile" "$context" >"$context/log" 2>&1; then
  cat "$context/log" >&2
  die "$name: the build failed"
fi

say "$name: running"
"$run" run --detach --name "$container" --network=host --env "ASPNETCORE_HTTP_PORTS=$port" "$image" >/dev/null
for _ in {1..100}; do
  if answer=$(curl --silent --fail --noproxy '*' "http://127.0.0.1:$port/"); then
    user=$("$run" exec "$container" id -u)
    [[ $user == 1654 ]] || die "$name: runs as user $user, not 1654"
    say "$name: ok (\"$answer\", as user $user)"
    exit 0
  fi
  sleep 0.1
done
"$run" logs "$container" >&2 || true
die "$name: no answer from the container"
