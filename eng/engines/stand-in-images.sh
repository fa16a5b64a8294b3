#!/usr/bin/env bash
# Makes stand-ins for the .NET base images where their registry cannot be reached: Debian packages
# plus the .NET SDK of this machine, with the names, users, environment and entry points of the real
# images.
#
#   stand-in-images.sh LAYOUT WORK     writes an OCI layout; WORK is scratch
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source-path=SCRIPTDIR source=oci-layout.sh
. "$eng_dir/engines/oci-layout.sh"

layout=$1
work=$2

# newest FOLDER: the highest version 10.0.x in it.
newest() { find "$1" -mindepth 1 -maxdepth 1 -type d -name '10.0.*' -printf '%f\n' | sort -V | tail -n 1; }

dotnet=$(dotnet_folder) || die "no 'dotnet' on PATH: the stand-in images are made from its SDK"
sdk=$(newest "$dotnet/sdk")
runtime=$(newest "$dotnet/shared/Microsoft.NETCore.App")
aspnet=$(newest "$dotnet/shared/Microsoft.AspNetCore.App")
[[ -n $sdk && -n $runtime && -n $aspnet ]] || die "the stand-in images need the .NET 10 SDK; $dotnet has none"

native=$(machine_architecture)
foreign=arm64
[[ $native == amd64 ]] || foreign=amd64

# --- roots --------------------------------------------------------------------------------------

packages=base-files,base-passwd,ca-certificates,libc6,libgcc-s1,libicu72,libssl3,libstdc++6,zlib1g,tzdata

# Without what no image needs, and without what would differ from one build to the next.
slim() {
  rm -rf --one-file-system "${1:?}"/usr/share/{doc,man,info,locale} "${1:?}"/var/{lib/apt/lists,cache/apt,cache/ldconfig,log}/* "${1:?}"/dev/*
}

add_app_user() {
  echo "app:x:1654:1654::/home/app:$2" >>"$1/etc/passwd"
  echo 'app:x:1654:' >>"$1/etc/group"
  install --directory --owner 1654 --group 1654 "$1/home/app"
}

# What runtime-deps is: an operating system with .NET's native libraries.
debian_root() {
  debian_packages essential "$packages,apt" bookworm "$work/debian"
  slim "$work/debian"
  # Builds that install packages must work where the mirror is frozen and its lists are "expired".
  echo 'Acquire::Check-Valid-Until "false";' >"$work/debian/etc/apt/apt.conf.d/90frozen-mirror"
  : >"$work/debian/etc/resolv.conf"
  add_app_user "$work/debian" /bin/sh
}

# The other platform, to have multi-platform images: the libraries are there, .NET is not (this
# machine has its own platform's only). Nothing runs in it; builds that only copy into it succeed.
foreign_root() {
  debian_packages extract "$packages" bookworm "$work/foreign" --architectures="$foreign"
  slim "$work/foreign"
  rm -rf "$work"/foreign/usr/share/zoneinfo
  echo 'root:x:0:0:root:/root:/bin/sh' >"$work/foreign/etc/passwd"
  echo 'root:x:0:' >"$work/foreign/etc/group"
  add_app_user "$work/foreign" /bin/sh
}

# chiseled_root NAME [PACKAGE...]: library files, certificates and two users; no shell, no package
# manager. ICU and time zones come with "extra" only, as in the real images.
chiseled_root() {
  local root=$work/$1
  shift
  mkdir -p "$root"/{etc,root,tmp,usr/bin,usr/lib,usr/lib64}
  chmod 1777 "$root/tmp"
  ln -s usr/bin usr/lib usr/lib64 "$root/"
  {
    dpkg-query --admindir="$work/debian/var/lib/dpkg" --listfiles libc6 libgcc-s1 libstdc++6 libssl3 zlib1g "$@" |
      grep -E '^/(usr/)?lib(64)?/.*\.so(\.[0-9.]+)?$|^/usr/share/zoneinfo/' | grep -v -e /gconv/ -e /audit/
    printf '%s\n' /etc/os-release /etc/ssl/openssl.cnf /etc/ssl/certs/ca-certificates.crt /usr/lib/os-release \
      /usr/lib/ssl/certs /usr/lib/ssl/openssl.cnf
  } | sort -u | sed 's,^/,,' |
    tar --create --directory "$work/debian" --no-recursion --files-from - | tar --extract --directory "$root" --keep-directory-symlink
  echo 'root:x:0:0:root:/root:/noshell' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  add_app_user "$root" /bin/false
}

# --- layers -------------------------------------------------------------------------------------

# dotnet_layer NAME PATH...: paths of the machine's .NET folder, at the place of the real images.
dotnet_layer() {
  local name=$1
  shift
  layer "$name" "$dotnet" --owner=0 --group=0 --transform 'flags=r;s,^\./,usr/share/dotnet/,' "${@/#/./}"
}

debian_root &
debian_job=$!
dotnet_layer sdk "sdk/$sdk" sdk-manifests templates packs
dotnet_layer runtime dotnet host "shared/Microsoft.NETCore.App/$runtime"
dotnet_layer aspnet "shared/Microsoft.AspNetCore.App/$aspnet"

mkdir -p "$work/link/usr/bin" "$work/trust/etc/ssl/certs"
ln -s /usr/share/dotnet/dotnet "$work/link/usr/bin/dotnet"
layer link "$work/link" usr/bin/dotnet
# Restore in the builder must trust what this machine trusts, or the certificate of a proxy ends it
# with UntrustedRoot.
cp -L /etc/ssl/certs/ca-certificates.crt "$work/trust/etc/ssl/certs/"
layer trust "$work/trust" etc/ssl/certs/ca-certificates.crt

foreign_root
layer foreign "$work/foreign" .
wait "$debian_job"
layer debian "$work/debian" .
chiseled_root chiseled
layer chiseled "$work/chiseled" .
chiseled_root chiseled-extra libicu72 tzdata
layer chiseled-extra "$work/chiseled-extra" .

# --- images, with the configuration of the real ones --------------------------------------------

# configuration JQ-EXPRESSION VARIABLE=VALUE...
configuration() {
  local rest=$1
  shift
  jq -cn '{Env: (["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"] + $ARGS.positional)} + '"$rest" --args "$@"
}

deps_env=(APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true)
runtime_env=("DOTNET_VERSION=$runtime")
aspnet_env=("ASPNET_VERSION=$aspnet")
sdk_env=(DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_NOLOGO=true "DOTNET_SDK_VERSION=$sdk"
  DOTNET_USE_POLLING_FILE_WATCHER=true NUGET_XMLDOC_MODE=skip)

names() {
  local config tag env=("${deps_env[@]}")
  local shell='{Cmd: ["/bin/bash"]}'

  config=$(configuration "$shell" "${env[@]}")
  name runtime-deps "$(image "$native" "$config" debian)" "$(image "$foreign" "$config" foreign)"
  env+=("${runtime_env[@]}")
  config=$(configuration "$shell" "${env[@]}")
  name runtime "$(image "$native" "$config" debian runtime link)" "$(image "$foreign" "$config" foreign link)"
  env+=("${aspnet_env[@]}")
  config=$(configuration "$shell" "${env[@]}")
  name aspnet "$(image "$native" "$config" debian runtime link aspnet)" "$(image "$foreign" "$config" foreign link)"
  env+=("${sdk_env[@]}")
  config=$(configuration "$shell" "${env[@]}")
  name sdk "$(image "$native" "$config" debian runtime link aspnet sdk trust)"

  local user='{User: "1654"}' program='{User: "1654", Entrypoint: ["/usr/bin/dotnet"], Cmd: ["--info"]}'
  for tag in chiseled chiseled-extra; do
    env=("${deps_env[@]}")
    [[ $tag == chiseled-extra ]] || env+=(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true)
    name "runtime-deps:10.0-noble-$tag" "$(image "$native" "$(configuration "$user" "${env[@]}")" "$tag")"
    env+=("${runtime_env[@]}")
    name "runtime:10.0-noble-$tag" "$(image "$native" "$(configuration "$program" "${env[@]}")" "$tag" runtime link)"
    env+=("${aspnet_env[@]}")
    name "aspnet:10.0-noble-$tag" "$(image "$native" "$(configuration "$program" "${env[@]}")" "$tag" runtime link aspnet)"
  done
}

# name IMAGE[:TAG] DESCRIPTOR...: without a tag, the two tags that are the same image.
name() {
  local image=$1 index tag
  shift
  index=$(image_index "$@")
  if [[ $image == *:* ]]; then
    echo "$base_repository/$image $index"
  else
    for tag in 10.0 10.0-noble; do echo "$base_repository/$image:$tag $index"; done
  fi
}

names | layout_names
