#!/usr/bin/env bash
# Packs MultiStage.Sdk into artifacts/packages, the folder that the samples restore from.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -f artifacts/packages/MultiStage.Sdk.*.nupkg
dotnet pack src/MultiStage.Sdk -c Release -v quiet -nologo
# The version stays the same between two builds of a day, so an unpacked older one would go on being used.
unpacked=${NUGET_PACKAGES:-$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')}
rm -rf "${unpacked:?}/multistage.sdk" artifacts/test-nuget/multistage.sdk
ls artifacts/packages/*.nupkg
