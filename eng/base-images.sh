#!/usr/bin/env bash
# The .NET base images that tests build FROM: the real ones where their registry can be reached,
# stand-ins where it cannot. Both end up in ENGINES/images, from where every engine loads the same
# bytes and shows the same digests.
#
#   base-images.sh build            fills ENGINES/images; quick when it is up to date
#   base-images.sh load NAME        loads the images into a running engine, under their real names
#   base-images.sh push HOST:PORT   pushes them to a registry, as HOST:PORT/dotnet/...
#   base-images.sh aot NAME         gives a running engine the builder of native AOT apps too; quick when it is there
#
# MULTISTAGE_BASE_IMAGES=real|stand-in settles the choice; MULTISTAGE_BASE_SOURCE=host/path names a
# mirror of mcr.microsoft.com/dotnet.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=engines/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/engines/common.sh"
# shellcheck source-path=SCRIPTDIR source=engines/oci-layout.sh
. "$eng_dir/engines/oci-layout.sh"

source_repository=${MULTISTAGE_BASE_SOURCE:-$base_repository}

source_answers() {
  local scheme=https
  [[ $source_repository != localhost* ]] || scheme=http
  curl --silent --fail --output /dev/null --max-time 5 "$scheme://${source_repository%%/*}/v2/"
}

# One line that says what the images are made from: another line, and they are made again.
wanted_key() {
  local kind=${MULTISTAGE_BASE_IMAGES-} dotnet
  # Asked once: what is here already stays what it is.
  if [[ -z $kind ]] && ! read -r kind _ 2>/dev/null <"$images_dir/key"; then
    if source_answers; then kind=real; else kind=stand-in; fi
  fi
  case $kind in
    real) echo "real $source_repository" ;;
    stand-in)
      dotnet=$(dotnet_folder) || die "no 'dotnet' on PATH: stand-in images are made from its SDK"
      echo "stand-in $({
        ls "$dotnet" "$dotnet/sdk" "$dotnet/shared/Microsoft.NETCore.App"
        cat "$eng_dir/engines/stand-in-images.sh" "$eng_dir/engines/oci-layout.sh" /etc/ssl/certs/ca-certificates.crt
      } | sha256sum | cut -c1-16)"
      ;;
    *) die "MULTISTAGE_BASE_IMAGES is '$kind'; it can be real or stand-in" ;;
  esac
}

copy_real_images() {
  local image tls=true platforms
  [[ $source_repository != localhost* ]] || tls=false
  for image in "${base_images[@]}"; do
    # Builders run on this machine; what runs elsewhere comes for every platform.
    platforms=--all
    [[ $image != sdk:* ]] || platforms=
    say "base images: copying $source_repository/$image"
    skopeo --insecure-policy copy --quiet ${platforms:+"$platforms"} --src-tls-verify=$tls \
      "docker://$source_repository/$image" "oci:$layout:$base_repository/$image"
  done
  jq -r '.manifests[] | .annotations["org.opencontainers.image.ref.name"] + " " + (del(.annotations) | tojson)' \
    "$layout/index.json" >"$work/names"
  layout_names <"$work/names"
}

build() {
  local key
  layout=$images_dir.new
  work=$images_dir.work
  # What a killed run left behind.
  rm -rf --one-file-system "$layout" "$work"
  key=$(wanted_key)
  if [[ $key == "$(cat "$images_dir/key" 2>/dev/null)" ]]; then
    return
  fi
  mkdir -p "$layout/blobs/sha256" "$work"
  if [[ $key == real* ]]; then
    copy_real_images
  else
    say "base images: making stand-ins from .NET in $(dotnet_folder) and Debian 12"
    "$eng_dir/engines/stand-in-images.sh" "$layout" "$work"
  fi
  docker_manifest "$(machine_architecture)"
  echo "$key" >"$layout/key"
  rm -rf "$images_dir"
  mv "$layout" "$images_dir"
  rm -rf --one-file-system "$work"
  say "base images: ready ($key)"
}

load() {
  local name=$1 program=docker
  case $name in podman | buildah) program=podman name=podman ;; esac
  local client=$engines_root/$name/bin/$program
  exec 8>"$engines_root/$name/images.lock"
  flock 8
  # The record is not enough: someone may have pruned the engine.
  if cmp --quiet "$images_dir/key" "$engines_root/$name/images" &&
    "$client" image inspect --format . "${base_images[@]/#/$base_repository/}" >/dev/null 2>&1; then
    return
  fi
  say "$name: loading the base images"
  tar --create --directory "$images_dir" oci-layout index.json manifest.json blobs | "$client" load --quiet >/dev/null
  # Those that these replaced have no name any more; what tests build is younger and stays.
  "$client" image prune --force --filter until=24h >/dev/null
  cp "$images_dir/key" "$engines_root/$name/images"
}

push() {
  local image
  for image in "${base_images[@]}"; do
    # The format in which Microsoft's registry serves its images.
    skopeo --insecure-policy copy --quiet --all --format v2s2 --dest-tls-verify=false \
      "oci:$images_dir:$base_repository/$image" "docker://$1/dotnet/$image"
  done
}

# The compiler makes this image large, and few tests need it: it is made in the engine when one does, and stays there.
aot() {
  local name=$1 image=$base_repository/sdk:10.0-noble-aot
  local client=$engines_root/$name/bin/docker
  exec 8>"$engines_root/$name/images.lock"
  flock 8
  if "$client" image inspect --format . "$image" >/dev/null 2>&1; then
    return
  fi
  if grep --quiet '^real ' "$images_dir/key" 2>/dev/null; then
    "$client" pull --quiet "$image"
    return
  fi
  say "$name: making a stand-in for $image"
  DOCKER_BUILDKIT=1 "$client" build --quiet --network=host --tag "$image" - <<EOF
FROM $base_repository/sdk:10.0
RUN apt-get update && apt-get install --yes --no-install-recommends binutils clang libc6-dev zlib1g-dev && rm -rf /var/lib/apt/lists/*
EOF
}

case ${1-} in
  build) build ;;
  load) load "${2:?which engine}" ;;
  aot) aot "${2:?which engine}" ;;
  push) push "${2:?which registry, as host:port}" ;;
  *) die "usage: base-images.sh build | load NAME | push HOST:PORT | aot NAME" ;;
esac
