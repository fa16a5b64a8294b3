#!/usr/bin/env bash
# Opens another root file system in a mount namespace of its own (and, with --own-pids, a process
# namespace, so that everything the command started ends with it).
#
#   isolate.sh --own-pids ROOTFS PIDFILE COMMAND...    runs the command there
#   isolate.sh ROOTFS PIDFILE                          holds the namespace open for `nsenter --mount`
#
# Why not chroot: runc must pivot_root, which is refused below a chroot. Why not plain `unshare`:
# the engine's own files (libraries, /etc, /run) must come from ROOTFS, the user's from this machine.
# Inside, /tmp, /home, /root and every other top-level folder that is not part of an operating system
# are this machine's, so `docker run -v $PWD:...` means what it says.
#
# PIDFILE gets the pid, as this machine sees it, of the process to send SIGTERM to.
set -euo pipefail

if [[ $1 != --inside ]]; then
  flags=(--mount --propagation slave)
  if [[ $1 == --own-pids ]]; then
    flags+=(--pid --fork --kill-child)
  fi
  exec setsid unshare "${flags[@]}" "${BASH_SOURCE[0]}" --inside "$@"
fi
shift

own_pids=false
if [[ $1 == --own-pids ]]; then
  own_pids=true
  shift
fi
rootfs=$1
pid_file=$2
shift 2

# /proc is still this machine's here, so this is the pid as seen from outside.
read -r pid _ </proc/self/stat

mount --bind "$rootfs" "$rootfs"
if $own_pids; then
  mount -t proc proc "$rootfs/proc"
else
  mount --rbind /proc "$rootfs/proc"
fi
mount --rbind /sys "$rootfs/sys"
mount --rbind /dev "$rootfs/dev"
mount -t tmpfs -o mode=755 tmpfs "$rootfs/run"
mkdir "$rootfs/run/lock"

# Name resolution and trusted certificates are this machine's.
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
  if [[ -e $file ]]; then
    mount --bind "$(readlink -f "$file")" "$rootfs$file"
  fi
done

mount --bind /var/tmp "$rootfs/var/tmp"
for folder in /*; do
  case $folder in
    /bin | /boot | /dev | /etc | /lib* | /lost+found | /proc | /run | /sbin | /sys | /usr | /var) continue ;;
  esac
  if [[ -d $folder && ! -L $folder ]]; then
    mkdir -p "$rootfs$folder"
    mount --rbind "$folder" "$rootfs$folder"
  fi
done

# The engine's state must be visible under the same path, wherever the user put it.
state=$(dirname "$pid_file")
if [[ ! $rootfs$state -ef $state ]]; then
  mkdir -p "$rootfs$state"
  mount --bind "$state" "$rootfs$state"
fi

cd "$rootfs"
mkdir -p .machine
pivot_root . .machine
cd /
umount --lazy /.machine
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

printf '%s\n' "$pid" >"$pid_file.new"
mv "$pid_file.new" "$pid_file"

if ! $own_pids; then
  # The engine's folder stays on the command line: common.sh looks for it there.
  exec -a "hold $state/" sleep infinity
fi

# First process of the namespace: passes the signal on, and collects orphans (bash does).
"$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null || true' TERM INT
while kill -0 "$child" 2>/dev/null; do
  wait "$child" || true
done
