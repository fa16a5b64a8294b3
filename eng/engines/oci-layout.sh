# shellcheck shell=bash disable=SC2154 # `layout` and `work` are the caller's
# Writes container images with tar, gzip, sha256sum and jq: no engine is needed, and the same input
# gives the same digests. Sourced, never run. The caller sets `layout` (where the images go) and
# `work` (a scratch folder).
#
# The result is an OCI layout that is also a `docker load` archive (index.json and manifest.json side
# by side, as Docker's own `save` writes them), so every engine, old or new, can load it.

# blob MEDIATYPE < content: stores it, prints its descriptor.
blob() {
  local file digest
  file=$(mktemp "$layout/new.XXXXXX")
  cat >"$file"
  chmod 644 "$file"
  digest=$(sha256sum "$file" | cut -d' ' -f1)
  printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}\n' "$1" "$digest" "$(stat -c %s "$file")"
  mv "$file" "$layout/blobs/sha256/$digest"
}

blob_file() { printf '%s/blobs/sha256/%s\n' "$layout" "${1#sha256:}"; }

# layer NAME FOLDER TAR-ARGUMENT...: packs paths of a folder into a gzipped layer called NAME.
layer() {
  local name=$1 folder=$2 diff
  shift 2
  mkfifo "$work/$name.fifo"
  sha256sum <"$work/$name.fifo" >"$work/$name.sum" &
  tar --create --directory "$folder" --sort=name --format=gnu --numeric-owner --mtime=@1767225600 "$@" |
    tee "$work/$name.fifo" | gzip -1 --no-name | blob application/vnd.oci.image.layer.v1.tar+gzip >"$work/$name.blob"
  wait $!
  diff=sha256:$(cut -d' ' -f1 "$work/$name.sum")
  jq -c --arg name "$name" --arg diff "$diff" '{name: $name, diff: $diff, descriptor: .}' "$work/$name.blob" >"$work/$name.json"
}

# image ARCHITECTURE CONFIG LAYER...: stores an image of these layers, prints its descriptor.
image() {
  local architecture=$1 config=$2 layers config_blob
  shift 2
  layers=$(cd "$work" && jq -cs . "${@/%/.json}")
  config_blob=$(jq -cn --arg architecture "$architecture" --argjson config "$config" --argjson layers "$layers" '
    {created: "2026-01-01T00:00:00Z", architecture: $architecture, os: "linux", config: $config,
     rootfs: {type: "layers", diff_ids: [$layers[].diff]},
     history: [$layers[] | {created: "2026-01-01T00:00:00Z", created_by: ("stand-in layer " + .name)}]}' |
    blob application/vnd.oci.image.config.v1+json)
  jq -cn --argjson config "$config_blob" --argjson layers "$layers" '
    {schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config: $config,
     layers: [$layers[].descriptor]}' |
    blob application/vnd.oci.image.manifest.v1+json |
    jq -c --arg architecture "$architecture" '. + {platform: {architecture: $architecture, os: "linux"}}'
}

# image_index IMAGE...: stores the images as one multi-platform image, prints its descriptor.
image_index() {
  printf '%s\n' "$@" | jq -cs '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: .}' |
    blob application/vnd.oci.image.index.v1+json
}

# layout_names < lines of "NAME DESCRIPTOR": writes index.json, which gives images their names.
layout_names() {
  local name descriptor
  while read -r name descriptor; do
    jq -c --arg name "$name" '. + {annotations:
      {"io.containerd.image.name": $name, "org.opencontainers.image.ref.name": $name}}' <<<"$descriptor"
  done | jq -cs '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: .}' >"$layout/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
}

# docker_manifest ARCHITECTURE: writes manifest.json, which `docker load` of every version reads. It
# holds one platform only.
docker_manifest() {
  local name digest single
  jq -r '.manifests[] | .annotations["org.opencontainers.image.ref.name"] + " " + .digest' "$layout/index.json" |
    while read -r name digest; do
      single=$(jq -r --arg architecture "$1" \
        'first(.manifests[]? | select(.platform.architecture == $architecture) | .digest) // empty' "$(blob_file "$digest")")
      jq -c --arg name "$name" '{Config: ("blobs/sha256/" + .config.digest[7:]), RepoTags: [$name],
        Layers: [.layers[] | "blobs/sha256/" + .digest[7:]]}' "$(blob_file "${single:-$digest}")"
    done | jq -cs . >"$layout/manifest.json"
}
