#!/usr/bin/env bash
# Packs MultiStage.Sdk into artifacts/packages, the folder that the samples restore from.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -f artifacts/packages/MultiStage.Sdk.*.nupkg
dotnet pack src/MultiStage.Sdk -c Release -v quiet -nologo
ls artifacts/packages/*.nupkg
