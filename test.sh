#!/usr/bin/env bash
# Runs the tests and does all the set-up for them: tools, engines, base images, the packed SDK.
#   ./test.sh            what CI runs: all unit, evaluation and package tests, representative engine tests
#   ./test.sh --all      the full matrix of engine tests as well
#   ./test.sh --unit     unit tests alone: no engine, no package
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p artifacts/test-results
rm -f artifacts/test-results/*.trx

suites=(UnitTests EvaluationTests PackageTests EngineTests)
engine_filter=(--filter "Category=Representative")
engines=()
case ${1:-} in
  "") ;;
  --all) engine_filter=() engines=(all) ;;
  --unit) suites=(UnitTests) ;;
  *) echo "usage: $0 [--all | --unit]" >&2; exit 2 ;;
esac

# A compiler and build nodes that stay between builds save most of the time of these. They are this run's own, whatever
# else runs on the machine and whatever the caller wants for itself, and end with it.
unset UseSharedCompilation MSBUILDDISABLENODEREUSE
export SharedCompilationId=multistage-test-$$ MSBUILDNODEHANDSHAKESALT=multistage-test-$$
end_servers() {
  dotnet build-server shutdown --msbuild || true
  dotnet exec "$(dotnet msbuild src/MultiStage.Tasks -getProperty:RoslynTargetsPath)/bincore/VBCSCompiler.dll" -shutdown "-pipename:$SharedCompilationId" || true
} >/dev/null 2>&1
trap end_servers EXIT

if [[ ${1:-} != --unit ]]; then
  eng/install-tools.sh
  eng/engines.sh up "${engines[@]}"
fi

# The one build with analyzers: warnings are errors here, and the builds after it need not look again.
echo "== build"
dotnet build MultiStage.slnx -nologo -v quiet
[[ ${1:-} == --unit ]] || RunAnalyzers=false eng/pack.sh

failed=0
for suite in "${suites[@]}"; do
  filter=()
  [[ $suite == EngineTests ]] && filter=("${engine_filter[@]}")
  echo "== $suite"
  dotnet test "tests/$suite" --no-build -nologo -v quiet --logger "console;verbosity=minimal" --logger "trx;LogFileName=$suite.trx" --results-directory artifacts/test-results "${filter[@]}" || failed=1
done

# One line for all suites, from what the runner recorded.
sum() { cat artifacts/test-results/*.trx | grep -o "<Counters [^>]*>" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed)
broken=$(($(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted)))
skipped=$(($(sum total) - passed - broken))
recorded=$(find artifacts/test-results -name '*.trx' | wc -l)
if ((recorded != ${#suites[@]})); then
  echo "Only $recorded of ${#suites[@]} suites left results." >&2
  failed=1
fi
echo "$passed passed, $broken failed, $skipped skipped"
exit "$failed"
