#!/usr/bin/env bash
# The .NET base images that tests build FROM: the real ones where their registry can be reached,
# stand-ins where it cannot. Both end up in ENGINES/images, from where every engine loads the same
# bytes and shows the same digests.
#
#   base-images.sh build            fills ENGINES/images; quick when it is up to date
#   base-images.sh load NAME        loads the images into a running engine, under their real names
#   base-images.sh push HOST:PORT   pushes them to a registry, as HOST:PORT/dotnet/...
#   base-images.sh aot NAME         gives a running engine the builder of native AOT apps too; quick when it is there
#   base-images.sh node NAME        the same for the Node image that builds front ends
#   base-images.sh nginx NAME       the same for the web server of static sites
#   base-images.sh browser NAME     the same for a browser that looks at pages; no base image
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

# Few tests need these images, and each takes minutes: they are made in the engine when a test does, and stay there.
# on_demand NAME IMAGE < Dockerfile of the stand-in
on_demand() {
  local name=$1 image=$2
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
  DOCKER_BUILDKIT=1 "$client" build --quiet --network=host --tag "$image" -
}

aot() {
  on_demand "$1" "$base_repository/sdk:10.0-noble-aot" <<EOF
FROM $base_repository/sdk:10.0
RUN apt-get update && apt-get install --yes --no-install-recommends binutils clang libc6-dev zlib1g-dev && rm -rf /var/lib/apt/lists/*
EOF
}

# Debian's Node, under the tag that front ends get by default. It trusts what this machine trusts, and asks the package
# registry that this machine asks.
node() {
  local registry
  registry=$(npm config get registry 2>/dev/null) || registry=
  on_demand "$1" "$node_image" <<EOF
FROM $base_repository/sdk:10.0 AS trust
FROM $base_repository/runtime-deps:10.0
COPY --from=trust /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
RUN apt-get update && apt-get install --yes --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
RUN ${registry:+npm config set --location=global registry '$registry' && }node --version
EOF
}

# As nginxinc/nginx-unprivileged sets it up: user 101, port 8080, everything that is written below /tmp. The embedded
# engine takes its base from a registry, so that of the tests gets the image as well.
nginx() {
  local client=$engines_root/$1/bin/docker copy
  on_demand "$1" "$nginx_image" <<'EOF'
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
RUN apt-get update && apt-get install --yes --no-install-recommends nginx-light && rm -rf /var/lib/apt/lists/* /var/www/html \
 && echo 'nginx:x:101:101:nginx:/nonexistent:/bin/false' >>/etc/passwd && echo 'nginx:x:101:' >>/etc/group \
 && mkdir -p /usr/share/nginx/html && rm -f /etc/nginx/modules-enabled/* /etc/nginx/sites-enabled/* \
 && printf '%s\n' 'worker_processes auto;' 'error_log /dev/stderr notice;' 'pid /tmp/nginx.pid;' 'events { worker_connections 1024; }' 'http {' \
      '  proxy_temp_path /tmp/proxy_temp; client_body_temp_path /tmp/client_temp; fastcgi_temp_path /tmp/fastcgi_temp;' \
      '  uwsgi_temp_path /tmp/uwsgi_temp; scgi_temp_path /tmp/scgi_temp;' \
      '  include /etc/nginx/mime.types; default_type application/octet-stream; access_log /dev/stdout; sendfile on; keepalive_timeout 65;' \
      '  include /etc/nginx/conf.d/*.conf;' '}' >/etc/nginx/nginx.conf
EXPOSE 8080
STOPSIGNAL SIGQUIT
USER 101
CMD ["nginx", "-g", "daemon off;"]
EOF
  if [[ $1 == docker && -e $engines_root/registry/port ]]; then
    copy=localhost:$(cat "$engines_root/registry/port")/${nginx_image#docker.io/}
    "$client" tag "$nginx_image" "$copy"
    "$client" push --quiet "$copy" >/dev/null
    "$client" rmi "$copy" >/dev/null
  fi
}

browser() {
  local client=$engines_root/$1/bin/docker
  exec 8>"$engines_root/$1/images.lock"
  flock 8
  if ! "$client" image inspect --format . "$browser_image" >/dev/null 2>&1; then
    say "$1: making $browser_image"
    DOCKER_BUILDKIT=1 "$client" build --quiet --network=host --tag "$browser_image" - <<EOF
FROM $base_repository/runtime-deps:10.0
RUN apt-get update && apt-get install --yes --no-install-recommends chromium && rm -rf /var/lib/apt/lists/*
USER \$APP_UID
ENTRYPOINT ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"]
EOF
  fi
}

case ${1-} in
  build) build ;;
  load) load "${2:?which engine}" ;;
  aot | node | nginx | browser) "$1" "${2:?which engine}" ;;
  push) push "${2:?which registry, as host:port}" ;;
  *) die "usage: base-images.sh build | load NAME | push HOST:PORT | aot|node|nginx|browser NAME" ;;
esac
