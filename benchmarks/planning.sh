#!/usr/bin/env bash
# How long planning takes (evaluate the graph of shop, plan, render, write), beside a no-op `dotnet restore` of shop.
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/lib.sh
eng/pack.sh >/dev/null
runs=${1:-7}
shop=$(copy_sample shop)
cd "$shop"
dotnet restore src/Shop.Web -v quiet

for _ in $(seq "$runs"); do
  seconds dotnet restore src/Shop.Web >>restore.times
  seconds dotnet build src/Shop.Web -t:GenerateDockerfile --no-restore >>generate.times
  # The task's own time, which it prints at low importance.
  dotnet build src/Shop.Web -t:GenerateDockerfile --no-restore -v:detailed | grep -o 'Planned .* in [0-9]* ms' | grep -o '[0-9]* ms' | cut -d' ' -f1 >>task.times
done
restore=$(median <restore.times)
generate=$(median <generate.times)
task=$(median <task.times)
echo "no-op dotnet restore of shop            ${restore} s"
echo "planning inside the task                ${task} ms   ratio to restore $(ratio "$(awk -v ms="$task" 'BEGIN { print ms / 1000 }')" "$restore")"
echo "whole GenerateDockerfile command        ${generate} s   ratio to restore $(ratio "$generate" "$restore")"
