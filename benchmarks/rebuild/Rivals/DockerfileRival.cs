using System.Text;
using MultiStage.Benchmarks.Solutions;

namespace MultiStage.Benchmarks.Rivals;

/// <summary>A Dockerfile by hand, built with buildx.</summary>
/// <param name="scaffold">Build and publish as Visual Studio scaffolds them; otherwise after the official samples.</param>
internal sealed class DockerfileRival(string name, string root, bool scaffold, Settings settings) : Rival(name, root)
{
    public override void Prepare(GeneratedSolution solution)
    {
        var copies = new StringBuilder();
        foreach (var project in solution.ProjectNames)
            copies.Append("COPY src/").Append(project).Append('/').Append(project).Append(".csproj src/").Append(project).Append("/\n");
        var restore = $"""
            WORKDIR /src
            COPY nuget.config Directory.Build.props Directory.Packages.props ./
            COPY packages/ packages/
            {copies}
            """.Trim();
        File.WriteAllText(Path.Combine(Root, "Dockerfile"), (scaffold ? Scaffold(restore) : Sample(restore)).ReplaceLineEndings("\n"));
    }

    public override Command Build(RegistryCache? cache = null)
    {
        var arguments = new List<string> { "buildx", "build", "--load", "--tag", Image };
        if (settings.HostNetwork)
            arguments.AddRange(["--network", "host"]);
        if (cache is { } registry)
            arguments.AddRange(registry.Write
                ? ["--cache-to", $"type=registry,ref={registry.Reference},mode=max"]
                : ["--cache-from", $"type=registry,ref={registry.Reference}"]);
        return new Command("docker", [.. arguments, "."], Root);
    }

    public override string Output() => Shell.Docker(Image, "--print");

    private static string Sample(string restore) => $"""
        FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
        ARG TARGETARCH
        {restore}
        RUN dotnet restore src/App/App.csproj -a $TARGETARCH
        COPY . .
        RUN dotnet publish src/App/App.csproj -a $TARGETARCH --no-restore -o /app

        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        EXPOSE 8080
        WORKDIR /app
        COPY --link --from=build /app .
        USER $APP_UID
        ENTRYPOINT ["dotnet", "App.dll"]

        """;

    private static string Scaffold(string restore) => $"""
        FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
        USER $APP_UID
        WORKDIR /app
        EXPOSE 8080

        FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
        ARG BUILD_CONFIGURATION=Release
        {restore}
        RUN dotnet restore "./src/App/App.csproj"
        COPY . .
        WORKDIR "/src/src/App"
        RUN dotnet build "./App.csproj" -c $BUILD_CONFIGURATION -o /app/build

        FROM build AS publish
        ARG BUILD_CONFIGURATION=Release
        RUN dotnet publish "./App.csproj" -c $BUILD_CONFIGURATION -o /app/publish /p:UseAppHost=false

        FROM base AS final
        WORKDIR /app
        COPY --from=publish /app/publish .
        ENTRYPOINT ["dotnet", "App.dll"]

        """;
}
