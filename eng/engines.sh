#!/usr/bin/env bash
# Brings up real container engines on a bare machine, side by side and away from anything installed
# on it. Tests and people then put ENGINES/NAME/bin first on PATH and say plain `docker ...`.
#
#   engines.sh up [NAME...]        default: docker docker-classic docker-20 registry; `all` for every one
#   engines.sh down [NAME...]      default: all; what is on disk stays, so the next `up` is quick
#   engines.sh status [NAME...]    one line each: name, version, image store, address, up or down
#
# ENGINES is $MULTISTAGE_ENGINES, or /var/tmp/multistage-engines. What each NAME is and what it
# refuses: README.md. `up` may be repeated at any time: it starts and repairs what is missing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=engines/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/engines/common.sh"

all_engines=(docker docker-classic docker-20 registry podman buildah)
default_engines=(docker docker-classic docker-20 registry)

# --- what the engines are -----------------------------------------------------------------------

# The root file system (engines/roots.sh) that an engine runs from.
root_of() { if [[ $1 == docker-20 ]]; then echo bookworm; else echo current; fi; }

# The folder of state: Buildah works on Podman's storage and in its namespace, as it does for users.
state_of() { echo "$engines_root/${1/#buildah/podman}"; }

default_socket=/var/run/docker.sock

socket_of() {
  if [[ -e $engines_root/$1/adopted ]]; then echo "$default_socket"; else echo "$engines_root/$1/docker.sock"; fi
}

registry_port() { cat "$engines_root/registry/port"; }

answers() {
  case $1 in
    docker*) curl --silent --fail --output /dev/null --max-time 5 --unix-socket "$(socket_of "$1")" http://localhost/_ping ;;
    registry) curl --silent --fail --output /dev/null --max-time 5 --noproxy '*' "http://localhost:$(registry_port)/v2/" ;;
    podman | buildah) nsenter --target "$(engine_pid podman)" --mount /usr/bin/true 2>/dev/null ;;
  esac
}

is_up() { { [[ -e $engines_root/$1/adopted ]] || engine_pid "$(basename "$(state_of "$1")")" >/dev/null; } && answers "$1"; }

# --- start --------------------------------------------------------------------------------------

# executable FILE < content
executable() {
  mkdir -p "$(dirname "$1")"
  cat >"$1.new"
  chmod 755 "$1.new"
  mv "$1.new" "$1"
}

# A program of a root, to be run on this machine: FILE PROGRAM [SHELL-LINE...]
foreign_program() {
  local file=$1 program=$2
  local run_foreign
  foreign_loader "${program%/usr/*}"
  shift 2
  executable "$file" <<END
#!/bin/sh
# Written by eng/engines.sh: a program of another Debian release, run with the libraries of its own.
$(printf '%s\n' "$@")
exec $(printf '%q ' "${run_foreign[@]}") --argv0 "\$0" $(printf '%q' "$program") "\$@"
END
}

# The client: talks to this engine only, and sees nothing of the user's own Docker configuration.
docker_client() {
  local name=$1 state=$engines_root/$1 rootfs plugin lines
  rootfs=$engines_root/roots/$(root_of "$name")
  lines=(
    'unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION BUILDX_BUILDER BUILDX_CONFIG'
    "export DOCKER_HOST=$(printf %q "unix://$state/docker.sock") DOCKER_CONFIG=$(printf %q "$state/config")"
  )
  if [[ $name == docker-20 ]]; then
    # A plugin installed on this machine must not lend the old client what it did not have.
    # shellcheck disable=SC2016 # expanded by the wrapper
    lines+=('case ${1-} in buildx | compose) echo "docker: $1 is not a docker command." >&2; exit 1 ;; esac')
  else
    for plugin in buildx compose; do
      foreign_program "$state/config/cli-plugins/docker-$plugin" "$rootfs/usr/libexec/docker/cli-plugins/docker-$plugin"
    done
  fi
  foreign_program "$state/bin/docker" "$rootfs/usr/bin/docker" "${lines[@]}"
}

start_docker() {
  local name=$1 state=$engines_root/$1 containerd=false
  [[ $name != docker ]] || containerd=true
  rm -f "$state"/{pid,docker.sock,adopted}
  docker_client "$name"
  # No bridge: a machine that runs tests often may not make one. Builds and runs say --network=host.
  cat >"$state/daemon.json" <<END
{
  "bridge": "none", "iptables": false, "ip6tables": false,
  "shutdown-timeout": 5,
  "builder": { "gc": { "enabled": true, "defaultKeepStorage": "12GB" } },
  "features": { "containerd-snapshotter": $containerd }
}
END
  "$eng_dir/engines/isolate.sh" --own-pids "$engines_root/roots/$(root_of "$name")" "$state/pid" \
    dockerd --config-file "$state/daemon.json" --data-root "$state/data" --exec-root "/run/$name" \
    --host "unix://$state/docker.sock" </dev/null >"$state/log" 2>&1 9>&- &
  wait_for "$name" $!
}

# A Docker that already runs on this machine is as good as ours, if it can build from the base images.
adopt_docker() {
  local host_docker image state=$engines_root/docker
  [[ -S $default_socket ]] && host_docker=$(command -v docker) || return 1
  on_host() { env -u DOCKER_CONTEXT DOCKER_HOST="unix://$default_socket" timeout "$@"; }
  on_host 10 docker info >/dev/null 2>&1 && on_host 10 docker buildx version >/dev/null 2>&1 || return 1
  for image in "${base_images[@]/#/$base_repository/}"; do
    on_host 10 docker image inspect "$image" >/dev/null 2>&1 || on_host 300 docker pull --quiet "$image" >/dev/null 2>&1 || return 1
  done
  mkdir -p "$state/bin"
  ln -sf "$(readlink -f "$host_docker")" "$state/bin/docker"
  touch "$state/adopted"
  say "docker: using the one that already runs on this machine"
}

docker_is_present() { if is_up docker; then [[ -e $engines_root/docker/adopted ]]; else adopt_docker; fi; }

start_registry() {
  local state=$engines_root/registry rootfs=$engines_root/roots/current port run_foreign
  rm -f "$state/pid"
  mkdir -p "$state/data"
  for port in $(cat "$state/port" 2>/dev/null) {5000..5099}; do
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  done
  echo "$port" >"$state/port"
  if [[ -d $engines_root/podman/config ]]; then podman_registries; fi
  cat >"$state/config.yml" <<END
version: 0.1
log: { level: warn }
storage: { filesystem: { rootdirectory: $state/data }, delete: { enabled: true } }
http: { addr: "127.0.0.1:$port" }
END
  foreign_program "$state/bin/docker-registry" "$rootfs/usr/bin/docker-registry"
  foreign_program "$state/bin/crane" "$rootfs/usr/bin/crane"
  foreign_loader "$rootfs"
  setsid "${run_foreign[@]}" "$rootfs/usr/bin/docker-registry" serve "$state/config.yml" \
    </dev/null >"$state/log" 2>&1 9>&- &
  echo $! >"$state/pid"
  wait_for registry $!
}

# Podman and Buildah have no daemon: what is started is the namespace that their calls share, so that
# a container of one call can be found by the next.
start_podman() {
  local state=$engines_root/podman name
  rm -f "$state/pid"
  mkdir -p "$state"/{config,data,home,tmp}
  # Raising limits and crun's cgroup handling are refused on some machines; runc and this machine's
  # own limits work everywhere.
  cat >"$state/config/containers.conf" <<END
[containers]
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=$(limit "$(ulimit -Hu)"):$(limit "$(ulimit -Hu)")"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
END
  cat >"$state/config/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$state/data"
runroot = "/run/containers/storage"
END
  podman_registries
  for name in podman buildah; do
    executable "$engines_root/$name/bin/$name" <<END
#!/bin/sh
# Written by eng/engines.sh: $name of another Debian release, in the namespace of its own root.
unset CONTAINER_HOST CONTAINER_CONNECTION CONTAINERS_CONF_OVERRIDE REGISTRY_AUTH_FILE STORAGE_DRIVER STORAGE_OPTS \\
  XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR BUILDAH_ISOLATION BUILDAH_RUNTIME
# Cache mounts live in \$TMPDIR/buildah-cache-UID, whatever the storage: keep them with the engine.
export HOME=$state/home TMPDIR=$state/tmp CONTAINERS_CONF=$state/config/containers.conf \\
  CONTAINERS_STORAGE_CONF=$state/config/storage.conf CONTAINERS_REGISTRIES_CONF=$state/config/registries.conf \\
  PODMAN_IGNORE_CGROUPSV1_WARNING=1 PATH=/usr/sbin:/usr/bin
exec $(command -v nsenter) --target "\$(cat $state/pid)" --mount --wdns="\$PWD" /usr/bin/$name "\$@"
END
  done
  "$eng_dir/engines/isolate.sh" "$engines_root/roots/current" "$state/pid" </dev/null >"$state/log" 2>&1 9>&- &
  wait_for podman $!
}

# Unlike Docker, Podman and Buildah must be told that the local registry speaks plain HTTP.
podman_registries() {
  {
    echo 'unqualified-search-registries = ["docker.io"]'
    if [[ -e $engines_root/registry/port ]]; then
      printf '[[registry]]\nlocation = "localhost:%s"\ninsecure = true\n' "$(registry_port)"
    fi
  } >"$engines_root/podman/config/registries.conf"
}

limit() { if [[ $1 == unlimited ]]; then echo 1048576; else echo "$1"; fi; }

# wait_for NAME PID: until it answers, or its process is gone.
wait_for() {
  local name=$1 pid=$2 deadline=$((SECONDS + 60))
  until is_up "$name"; do
    if ! kill -0 "$pid" 2>/dev/null || ((SECONDS > deadline)); then
      tail -n 20 "$engines_root/$name/log" >&2
      die "$name did not start; the end of $engines_root/$name/log is above"
    fi
    sleep 0.1
  done
}

start() {
  local state
  state=$(state_of "$1")
  mkdir -p "$state" "$engines_root/$1"
  if is_up "$1"; then return; fi
  stop "$1"
  say "$1: starting"
  case $1 in
    docker*) start_docker "$1" ;;
    registry) start_registry ;;
    podman | buildah) start_podman ;;
  esac
}

# Gives a running engine the base images, if it lacks them.
provide_images() {
  case $1 in
    registry)
      if ! cmp --quiet "$images_dir/key" "$engines_root/registry/images"; then
        say "registry: pushing the base images"
        "$eng_dir/base-images.sh" push "localhost:$(registry_port)"
        cp "$images_dir/key" "$engines_root/registry/images"
      fi
      ;;
    *) "$eng_dir/base-images.sh" load "$1" ;;
  esac
}

up() {
  local name job jobs=() images_job ours=() loading=false
  need_root
  "$eng_dir/install-tools.sh"
  # What this starts holds the lock too, unless it is an engine: after a `kill -9`, the next `up` waits
  # for what is still being unpacked and goes on from there.
  lock
  for name in "$@"; do
    if [[ $name != docker ]] || ! docker_is_present; then
      ours+=("$name")
    fi
  done

  if ((${#ours[@]})); then
    # Two cores: the base images are made while the engines get their roots.
    "$eng_dir/base-images.sh" build &
    images_job=$!
    for name in "${ours[@]}"; do
      "$eng_dir/engines/roots.sh" "$(root_of "$name")"
      start "$name"
    done
    wait "$images_job" || die "the base images could not be made"
    for name in "${ours[@]}"; do
      # The first engine gets its images alone, to be usable soon.
      if ! $loading; then provide_images "$name"; else
        provide_images "$name" &
        jobs+=($!)
      fi
      loading=true
    done
    for job in "${jobs[@]}"; do wait "$job" || die "an engine could not load the base images"; done
  fi
  status "$@"
}

lock() {
  mkdir -p "$engines_root"
  exec 9>"$engines_root/lock"
  flock 9
}

# --- stop, status -------------------------------------------------------------------------------

# Ends the process of an engine and, as it is the first of its namespace, all that it started.
stop() {
  local name=$1 state pid tries
  state=$(state_of "$name")
  rm -f "$state/adopted"
  if pid=$(engine_pid "$(basename "$state")"); then
    say "$name: stopping"
    if [[ $state == */podman ]]; then "$state/bin/podman" kill --all >/dev/null 2>&1 || true; fi
    kill -TERM "$pid"
    for ((tries = 0; tries < 200; tries++)); do
      [[ -d /proc/$pid ]] || break
      sleep 0.1
    done
    [[ ! -d /proc/$pid ]] || kill -KILL "$pid"
  fi
  rm -f "$state/pid" "$state/docker.sock"
}

down() {
  local name
  need_root
  lock
  for name in "$@"; do stop "$name"; done
}

status() {
  local name version store address
  for name in "$@"; do
    version=- store=- address=-
    if is_up "$name"; then
      case $name in
        docker*)
          read -r version store < <("$engines_root/$name/bin/docker" info --format '{{.ServerVersion}} {{.Driver}}')
          if [[ $store == overlayfs ]]; then store=containerd; else store="classic($store)"; fi
          address=$(socket_of "$name")
          ;;
        registry)
          version=$("$engines_root/registry/bin/docker-registry" --version | awk '{print $NF}') store=filesystem
          address=localhost:$(registry_port)
          ;;
        *)
          version=$("$engines_root/$name/bin/$name" --version | awk '{print $3}') store=containers
          address=$engines_root/$name/bin/$name
          ;;
      esac
      printf '%-15s %-14s %-20s %-55s up\n' "$name" "$version" "$store" "$address"
    else
      printf '%-15s %-14s %-20s %-55s down\n' "$name" - - -
    fi
  done
}

# --- command line -------------------------------------------------------------------------------

command=${1-}
[[ $command == up || $command == down || $command == status ]] || die "usage: engines.sh up|down|status [NAME...]  (${all_engines[*]})"
shift
[[ ${1-} != all ]] || set -- "${all_engines[@]}"
for name in "$@"; do
  [[ " ${all_engines[*]} " == *" $name "* ]] || die "no engine '$name'; there are: ${all_engines[*]}"
done
if (($# == 0)); then
  if [[ $command == up ]]; then set -- "${default_engines[@]}"; else set -- "${all_engines[@]}"; fi
fi
"$command" "$@"
