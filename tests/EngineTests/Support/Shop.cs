namespace MultiStage.EngineTests;

/// <summary>The sample shop with migrations, and with everything else that a project can ask for.</summary>
internal static class Shop
{
    /// <summary>Of the web project, in a workspace.</summary>
    public const string Folder = "sample-apps/shop/src/Shop.Web";

    private const string Everything = """
          <PropertyGroup>
            <ShopFrontEnd>true</ShopFrontEnd>
            <EnableDefaultContainerDebugTools>false</EnableDefaultContainerDebugTools>
            <ContainerStopSignal>SIGINT</ContainerStopSignal>
            <ContainerLocale>de-DE</ContainerLocale>
            <ContainerTimeZone>Europe/Berlin</ContainerTimeZone>
            <ContainerTestBeforePublish>true</ContainerTestBeforePublish>
          </PropertyGroup>

          <ItemGroup>
            <ContainerTestProject Include="../../tests/Shop.Tests/Shop.Tests.csproj" />
            <ContainerDebugTool Include="dotnet-trace" />
            <ContainerPackage Include="curl" />
            <ContainerVolume Include="/var/lib/shop" />
            <ContainerHealthcheck Include="curl --fail http://localhost:$ASPNETCORE_HTTP_PORTS/healthz" Interval="1s" Timeout="2s" StartPeriod="30s" />
            <ContainerStage Include="notes" From="mcr.microsoft.com/dotnet/runtime-deps:10.0" Description="writes the notes of the release" WorkingDirectory="/notes" />
            <ContainerCopy Include="../../docs/notes.txt" Stage="notes" />
            <ContainerRun Include="sort notes.txt &gt; sorted.txt" Stage="notes" />
            <ContainerCopy Include="/notes/sorted.txt" From="notes" Destination="/notes/" Owner="app" Mode="0444" />
          </ItemGroup>

        """;

    /// <summary>
    /// With stand-ins for two packages that Microsoft.EntityFrameworkCore.Design refers to and that not every feed has: it
    /// uses them to scaffold a model, which no bundle does.
    /// </summary>
    public static Workspace NewWorkspace()
    {
        var workspace = new Workspace();
        workspace.AddSample("shop");
        foreach (var (id, version) in new[] { ("Mono.TextTemplating", "3.0.0"), ("Microsoft.VisualStudio.SolutionPersistence", "1.0.52") })
            File.WriteAllBytes(workspace.Path($"artifacts/packages/{id}.{version}.nupkg"), NuGetServer.Package(id, version));
        return workspace;
    }

    /// <summary>The same with tests, tools for debugging, a front end, packages, a volume, a health check and a stage of its own.</summary>
    public static Workspace NewWorkspaceWithEverything()
    {
        var workspace = NewWorkspace();
        const string project = Folder + "/Shop.Web.csproj";
        var text = workspace.Read(project);
        // Before the first use of the front end's property.
        var start = text.IndexOf("  <PropertyGroup>", StringComparison.Ordinal);
        Assert.Contains("<ContainerMigrations", text, StringComparison.Ordinal);
        return workspace.Write(project, text.Insert(start, Everything + "\n"));
    }
}
