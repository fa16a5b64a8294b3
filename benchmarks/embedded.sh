#!/usr/bin/env bash
# The embedded engine beside the .NET SDK's own PublishContainer and plain `dotnet publish`, in turn, for a web app with
# EF Core: nothing changed and one line edited, to a registry and to an archive; bytes that the edit uploads.
# Each has a copy of the app of its own. RUNS sets the number of runs (default 5).
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/lib.sh
eng/install-tools.sh >&2
eng/engines.sh up registry >&2
eng/pack.sh >&2
registry=localhost:$(cat "${MULTISTAGE_ENGINES:-/var/tmp/multistage-engines}/registry/port")
runs=${RUNS:-5}
log=$(mktemp)
root=$(mktemp -d)
export XDG_CACHE_HOME=$root/cache

make_app() {
  mkdir -p "$root/$1/.git" "$root/$1/packages"
  cp artifacts/packages/*.nupkg "$root/$1/packages/"
  printf '<configuration><packageSources><add key="local" value="packages" /></packageSources></configuration>' >"$root/$1/nuget.config"
  cat >"$root/$1/app.csproj" <<'X'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <Sdk Name="MultiStage.Sdk" Version="1.0.0" />
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="10.*" />
  </ItemGroup>
</Project>
X
  cat >"$root/$1/Program.cs" <<'X'
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Shop>(options => options.UseNpgsql("Host=localhost"));
var app = builder.Build();
app.MapGet("/", () => "hello");
app.Run();
internal sealed class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
internal sealed class Item { public int Id { get; set; } }
X
}
for copy in plain inbox ours inbox-archive ours-archive; do make_app "$copy"; done

base=(-p:ContainerBaseImage="$registry/dotnet/aspnet:10.0")
plain() { dotnet publish "$root/plain"; }
inbox() { dotnet publish "$root/inbox" -t:PublishContainer "${base[@]}" -p:ContainerRegistry="$registry" -p:ContainerRepository=bench-inbox; }
ours() { dotnet publish "$root/ours" -p:ContainerMultiStage=true -p:ContainerEngine=embedded "${base[@]}" -p:ContainerRegistry="$registry" -p:ContainerRepository=bench-ours; }
inbox_archive() { dotnet publish "$root/inbox-archive" -t:PublishContainer "${base[@]}" -p:ContainerRepository=bench-inbox -p:ContainerArchiveOutputPath="$root/inbox.tar.gz"; }
ours_archive() { dotnet publish "$root/ours-archive" -p:ContainerMultiStage=true -p:ContainerEngine=embedded "${base[@]}" -p:ContainerRepository=bench-ours -p:ContainerArchiveOutputPath="$root/ours.tar"; }
edit() { for copy in plain inbox ours inbox-archive ours-archive; do echo "// $1" >>"$root/$copy/Program.cs"; done; }

# Layers of an image in the registry: "digest size" lines.
layers() {
  curl --silent --noproxy '*' -H 'Accept: application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json' "http://$registry/v2/$1/manifests/latest" |
    tr -d ' \n' | sed 's/.*"layers"://' | grep -o '{[^}]*}' | sed 's/.*"size":\([0-9]*\).*"digest":"\([^"]*\)".*/\2 \1/; s/.*"digest":"\([^"]*\)".*"size":\([0-9]*\).*/\1 \2/'
}
new_bytes() { layers "$1" | grep -vxFf "$log.$1" | awk '{ n += $2 } END { print n + 0 }'; }

kinds=(plain inbox ours inbox_archive ours_archive)
for kind in "${kinds[@]}"; do seconds "$kind" >/dev/null; done
measure() {
  local run kind
  for kind in "${kinds[@]}"; do : >"$log.$kind"; done
  for run in $(seq "$runs"); do
    [[ $1 == edit ]] && edit "$run"
    for kind in "${kinds[@]}"; do seconds "$kind" >>"$log.$kind"; done
  done
  for kind in "${kinds[@]}"; do declare -g "time_$kind=$(median <"$log.$kind")"; done
  added() { awk -v a="$1" -v b="$time_plain" 'BEGIN { printf "%.2f", a - b }'; }
  printf '%-16s plain %s s\n' "$2" "$time_plain"
  for to in "" _archive; do
    local theirs=time_inbox$to mine=time_ours$to
    printf '  %-14s in-box %s s (adds %s), ours %s s (adds %s): ratio of what is added %s\n' "$([[ -n $to ]] && echo "to an archive" || echo "to a registry")" \
      "${!theirs}" "$(added "${!theirs}")" "${!mine}" "$(added "${!mine}")" "$(ratio "$(added "${!mine}")" "$(added "${!theirs}")")"
  done
}
measure unchanged "nothing changed"
layers bench-inbox >"$log.bench-inbox"
layers bench-ours >"$log.bench-ours"
measure edit "one line edited"
echo "bytes of new layers after the edits: in-box $(new_bytes bench-inbox), ours $(new_bytes bench-ours): $(awk -v a="$(new_bytes bench-ours)" -v b="$(new_bytes bench-inbox)" 'BEGIN { printf "%.2f %%", 100 * a / b }')"
rm -rf "$root"
