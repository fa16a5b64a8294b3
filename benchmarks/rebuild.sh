#!/usr/bin/env bash
# What an edit costs: generated solutions of 10, 41 and 160 projects, this package beside a Dockerfile after the official
# samples, that of Visual Studio's scaffold, and the .NET SDK's own PublishContainer; cold, unchanged, edits of the app and of
# a library, another package version, and a fresh machine with a cache in a registry. Writes a snapshot below
# benchmarks/results and docs/performance.md with its charts. Empties the build cache of the engine that it uses.
#   benchmarks/rebuild.sh [--sizes 10,41] [--runs 3] [--cold-runs 1] [--rivals ours,sample,…] [--rich true]
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/lib.sh
use_engine
eng/engines.sh up registry >&2
registry=localhost:$(cat "${MULTISTAGE_ENGINES:-/var/tmp/multistage-engines}/registry/port")
host_network=false
[[ ${#network[@]} -gt 0 ]] && host_network=true
RunAnalyzers=false dotnet build benchmarks/rebuild -nologo -v quiet >&2
dotnet benchmarks/rebuild/bin/Debug/net10.0/MultiStage.Benchmarks.dll --registry "$registry" --host-network "$host_network" "$@"
