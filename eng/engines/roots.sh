#!/usr/bin/env bash
# Prepares the root file systems that engines run from: ENGINES/roots/NAME.
#
#   roots.sh current      Docker 28 with buildx and compose, registry, Podman 5, Buildah 1.4x  (Debian sid)
#   roots.sh bookworm     Docker 20.10 without buildx                                         (Debian 12)
#
# Packages are only unpacked ("extract"): no maintainer script runs, nothing of this machine
# is replaced, and it takes half the time. What the scripts would have written is written below.
# A root is built under another name and then renamed, so a half-built one is never used.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# What a shell script in the root and the engines themselves call.
tools=base-files,bash,coreutils,util-linux,mount,procps,tar,gzip,xz-utils,zstd,git,ca-certificates

case ${1-} in
  current)
    suite=sid
    packages=docker.io,docker-cli,docker-buildx,docker-compose,containerd,runc,crun,tini
    packages+=,buildah,podman,skopeo,netavark,aardvark-dns,fuse-overlayfs,docker-registry,crane,iptables
    ;;
  bookworm)
    suite=bookworm
    packages=docker.io,containerd,runc,tini,iptables
    ;;
  *) die "usage: roots.sh current|bookworm" ;;
esac

rootfs=$engines_root/roots/$1
if [[ -d $rootfs ]]; then
  exit 0
fi
need_root
partial=$rootfs.partial
rm -rf --one-file-system "$partial"
mkdir -p "$engines_root/roots"

say "root $1: unpacking packages of Debian $suite"
debian_packages extract "$tools,$packages" "$suite" "$partial"

cat >"$partial/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
END
cat >"$partial/etc/group" <<'END'
root:x:0:
docker:x:999:
nogroup:x:65534:
END
mkdir -p "$partial"/{proc,sys,dev,run,root,home,tmp,var/tmp,etc/docker,etc/ssl/certs}
chmod 1777 "$partial/tmp" "$partial/var/tmp"
rm -rf "$partial/var/run" "$partial/var/lock"
ln -s /run "$partial/var/run"
ln -s /run/lock "$partial/var/lock"
# isolate.sh mounts this machine's files over these.
rm -f "$partial"/etc/{resolv.conf,hosts,ssl/certs/ca-certificates.crt}
touch "$partial"/etc/{resolv.conf,hosts,ssl/certs/ca-certificates.crt}

# Debian 12 packages may still install to /bin and /sbin beside /usr/bin: give it the merged layout.
for folder in bin sbin lib lib64; do
  if [[ -d $partial/$folder && ! -L $partial/$folder ]]; then
    mkdir -p "$partial/usr/$folder"
    cp -a "$partial/$folder/." "$partial/usr/$folder/"
    rm -rf "${partial:?}/$folder"
    ln -s "usr/$folder" "$partial/$folder"
  fi
done

# The alternatives system would have made these links.
ln -sf xtables-nft-multi "$partial/usr/sbin/iptables"
ln -sf xtables-nft-multi "$partial/usr/sbin/ip6tables"
rm -rf "$partial"/usr/share/{doc,man,info,locale} "$partial"/var/{lib,cache}/apt

mv "$partial" "$rootfs"
say "root $1: ready"
