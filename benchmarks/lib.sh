# Shared by the benchmarks: timing of whole commands, medians, a scratch copy of a sample.
# Sourced, not run.

# The engine, as for demo.sh; BENCHMARK_ENGINE names another one of eng/engines.sh.
use_engine() {
  eng/install-tools.sh >&2
  eng/engines.sh up "${BENCHMARK_ENGINE:-docker}" >&2
  eng/pack.sh >&2
  PATH=${MULTISTAGE_ENGINES:-/var/tmp/multistage-engines}/${BENCHMARK_ENGINE:-docker}/bin:$PATH
  network=() docker_network=()
  docker network inspect bridge >/dev/null 2>&1 || { network=(-p:ContainerBuildNetwork=host); docker_network=(--network host); }
}

# copy_sample NAME: prints the folder of a fresh copy, in a repository of its own.
copy_sample() {
  local root
  root=$(mktemp -d)
  mkdir -p "$root/artifacts" "$root/sample-apps" "$root/.git"
  cp -r artifacts/packages "$root/artifacts/"
  cp -r "sample-apps/$1" "$root/sample-apps/"
  find "$root/sample-apps" -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
  echo "$root/sample-apps/$1"
}

# seconds COMMAND...: wall seconds of a command that must succeed; its output goes to a log.
seconds() {
  local start end
  start=$(date +%s.%N)
  "$@" >"${log:-/dev/null}" 2>&1 || { echo "failed: $*" >&2; cat "${log:-/dev/null}" >&2; exit 1; }
  end=$(date +%s.%N)
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.2f\n", b - a }'
}

# median: of the numbers on standard input.
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
