#!/usr/bin/env bash
# shop as an image, beside a Dockerfile written by hand after the official samples (shop.Dockerfile):
# cold, unchanged, after a one-line edit, and after a new package version; sizes and bytes of changed layers.
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/lib.sh
use_engine
here=$PWD
log=$(mktemp)
shop=$(copy_sample shop)
root=$(dirname "$(dirname "$shop")")
printf '**/bin\n**/obj\n.git\n' >"$root/.dockerignore"

ours() { dotnet publish "$shop/src/Shop.Web" -p:ContainerMultiStage=true "${network[@]}" -p:ContainerRepository=bench-ours; }
hand() { docker buildx build --load "${docker_network[@]}" -f "$here/benchmarks/shop.Dockerfile" -t bench-hand "$root"; }
edit() { echo "// $RANDOM$RANDOM" >>"$shop/src/Shop.Web/Program.cs"; }
new_version() { sed -i "s/<PackageVersion Include=\"Humanizer.Core\" Version=\"[^\"]*\"/<PackageVersion Include=\"Humanizer.Core\" Version=\"$1\"/" "$shop/Directory.Packages.props"; }
layers() { docker image inspect --format '{{join .RootFS.Layers "\n"}}' "$1"; }
row() { printf '%-34s %8s s %8s s   %s\n' "$1" "$2" "$3" "$(ratio "$2" "$3")"; }

printf '%-34s %10s %10s   ratio\n' "" ours by-hand
docker builder prune --all --force >/dev/null
cold_ours=$(seconds ours)
docker builder prune --all --force >/dev/null
row "cold (nothing cached)" "$cold_ours" "$(seconds hand)"
ours >/dev/null 2>&1
row "nothing changed" "$(for _ in 1 2 3; do seconds ours; done | median)" "$(for _ in 1 2 3; do seconds hand; done | median)"

layers bench-ours >"$log.ours"; layers bench-hand >"$log.hand"
for _ in 1 2 3; do
  edit
  seconds ours >>"$log.edit-ours"
  seconds hand >>"$log.edit-hand"
done
row "one line edited in Shop.Web" "$(median <"$log.edit-ours")" "$(median <"$log.edit-hand")"
echo "layers changed by the edit: ours $(layers bench-ours | grep -vxFf "$log.ours" | wc -l) of $(layers bench-ours | wc -l), by hand $(layers bench-hand | grep -vxFf "$log.hand" | wc -l) of $(layers bench-hand | wc -l)"

# The newest layers of `docker history`: what a push sends after the edit.
app_bytes() { docker history --human=false --format '{{.Size}} {{.CreatedBy}}' "$1" | grep -m1 "$2" | cut -d' ' -f1; }
echo "bytes of the layer that the edit replaces: ours $(app_bytes bench-ours '/out/app/'), by hand $(app_bytes bench-hand '/app')"

new_version 2.13.14
row "one package version changed" "$(seconds ours)" "$(seconds hand)"

echo "image saved, bytes: ours $(docker save bench-ours | wc -c), by hand $(docker save bench-hand | wc -c)"
docker image rm --force bench-ours bench-hand >/dev/null
rm -rf "$root"
