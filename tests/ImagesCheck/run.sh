#!/bin/sh
# Checks the images room against a real docker-registry and skopeo, on loopback only.
# Needs: docker-registry, skopeo, dotnet. Usage: tests/ImagesCheck/run.sh [megabytes of application files, default 50]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
port=${PORT:-5987}
megabytes=${1:-50}
registry="127.0.0.1:$port"

cat > "$work/registry.yml" <<YML
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/storage}}
http: {addr: $registry}
YML
if [ -n "${HTPASSWD:-}" ]; then echo "auth: {htpasswd: {realm: test, path: $HTPASSWD}}" >> "$work/registry.yml"; fi
docker-registry serve "$work/registry.yml" > "$work/registry.log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do curl -s -o /dev/null "http://$registry/v2/" && break; sleep 0.3; done

echo "== a base image made by tar and skopeo"
mkdir -p "$work/root/bin" "$work/root/tmp" "$work/save"
head -c 3000000 /dev/urandom > "$work/root/bin/base"
tar -C "$work/root" -cf "$work/save/layer.tar" .
diff=$(sha256sum "$work/save/layer.tar" | cut -d' ' -f1)
printf '{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$diff" > "$work/save/config.json"
printf '[{"Config":"config.json","RepoTags":["base:1"],"Layers":["layer.tar"]}]' > "$work/save/manifest.json"
tar -C "$work/save" -cf "$work/base.tar" manifest.json config.json layer.tar
skopeo copy -q --dest-tls-verify=false ${CREDS:+--dest-creds $CREDS} "docker-archive:$work/base.tar" "docker://$registry/base:docker"
# Another layer, as skopeo would reuse a blob that it knows under gzip.
echo zstd > "$work/root/bin/zstd"; tar -C "$work/root" -cf "$work/save/layer.tar" .
sed -i "s/$diff/$(sha256sum "$work/save/layer.tar" | cut -d' ' -f1)/" "$work/save/config.json"
tar -C "$work/save" -cf "$work/base-zstd.tar" manifest.json config.json layer.tar
skopeo copy -q --format oci --dest-compress-format zstd --dest-tls-verify=false ${CREDS:+--dest-creds $CREDS} "docker-archive:$work/base-zstd.tar" "docker://$registry/base:zstd"
skopeo inspect --raw --tls-verify=false ${CREDS:+--creds $CREDS} "docker://$registry/base:zstd" | grep -o 'tar+zstd'


echo "== $megabytes MB of application files"
mkdir -p "$work/app"
printf '#!/bin/sh\n' > "$work/app/run"
i=0
while [ $i -lt "$megabytes" ]; do head -c 1000000 /dev/urandom > "$work/app/file$i"; i=$((i + 1)); done

dotnet build -v q --nologo "$here/ImagesCheck.csproj" -o "$work/bin" > "$work/build.log" || { cat "$work/build.log"; exit 1; }
check() { dotnet "$work/bin/MultiStage.UnitTests.dll" "$@"; }

for base in docker zstd; do
  echo "== base:$base"
  check "$registry/base:$base" "$registry/app:$base" "$work/app" "$work/out-$base" "$work/cache"
  for source in "docker://$registry/app:$base" "oci:$work/out-$base/layout:$base" "oci-archive:$work/out-$base/oci.tar" "docker-archive:$work/out-$base/docker.tar"; do
    skopeo inspect --tls-verify=false ${CREDS:+--creds $CREDS} "$source" | grep -E '"(Digest|checked)"' | tr -d '\n'; echo " $source"
    skopeo copy -q --src-tls-verify=false ${CREDS:+--src-creds $CREDS} "$source" "dir:$work/copy"; rm -rf "$work/copy"
  done
done
echo "== again: nothing is compressed, downloaded or uploaded"
check "$registry/base:docker" "$registry/app:docker" "$work/app" "$work/out-again" "$work/cache"
cmp "$work/out-docker/docker.tar" "$work/out-again/docker.tar"
echo "== bases from files"
for base in "docker-archive:$work/base.tar" "oci:$work/out-zstd/layout:zstd" "docker-archive:$work/out-docker/docker.tar" scratch; do
  check "$base" "$registry/files:1" "$work/app" "$work/out-files" "$work/cache" | grep -E "push|resolve"
done
echo "== layers unpack with tar"
mkdir "$work/unpacked"
skopeo copy -q --src-tls-verify=false ${CREDS:+--src-creds $CREDS} "docker://$registry/app:docker" "dir:$work/dir"
for file in "$work"/dir/*; do tar -C "$work/unpacked" -xzf "$file" 2>/dev/null || true; done
diff -r "$work/app" "$work/unpacked/app" && echo same
