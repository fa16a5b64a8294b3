namespace MultiStage.EvaluationTests;

/// <summary>The target that templates with a front end write is read: what it would run on a machine with Node, a stage runs.</summary>
public sealed class SpaTargetTests
{
    private const string Below = @"wwwroot\%(RecursiveDir)%(FileName)%(Extension)";

    [Theory]
    [InlineData(@"$(SpaRoot)build\**", Below, "build/", "./wwwroot/")]
    [InlineData(@"$(SpaRoot)dist\browser\**", Below, "dist/browser/", "./wwwroot/")]
    [InlineData("$(SpaRoot)dist/**/*", "wwwroot/app/%(RecursiveDir)%(FileName)%(Extension)", "dist/", "./wwwroot/app/")]
    [InlineData(@"$(SpaRoot)dist\**; $(SpaRoot)dist-server\**", "%(DistFiles.Identity)", "dist/", "./ClientApp/dist/")]
    public async Task A_target_of_a_template_needs_no_item(string files, string path, string output, string destination)
    {
        using var repository = App(Target(files, path));
        var dockerfile = (await repository.GenerateAsync("Web/Web.csproj")).Dockerfile;
        Assert.Contains("npm ci", dockerfile, StringComparison.Ordinal);
        Assert.Contains("RUN npm run build -- --prod\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains($"COPY --from=assets /src/Web/ClientApp/{output} {destination.TrimStart('.', '/')}",
            dockerfile.Replace(" ./", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("-p:_MultiStageSpaBuild=false", dockerfile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<Exec WorkingDirectory="$(SpaRoot)" Command="npm run a" /><Exec WorkingDirectory="$(SpaRoot)" Command="npm run b" />""",
        @"$(SpaRoot)dist\**", Below)]
    [InlineData("""<Exec WorkingDirectory="$(SpaRoot)" Command="npm install" />""", @"$(SpaRoot)dist\**", Below)]
    [InlineData("""<Exec WorkingDirectory="$(SpaRoot)" Command="npm install" /><Exec Command="npm run b" />""",
        @"$(SpaRoot)dist\**", Below)]
    [InlineData("""<Exec WorkingDirectory="$(SpaRoot)" Command="npm run b" />""", @"wwwroot\**", Below)]
    [InlineData("""<Exec WorkingDirectory="$(SpaRoot)" Command="npm run b" />""", @"$(SpaRoot)dist\*.js", Below)]
    [InlineData("""<Exec WorkingDirectory="$(SpaRoot)" Command="npm run b" />""", @"$(SpaRoot)dist\**", "wwwroot/%(FileName)-x")]
    public async Task Another_target_asks_for_the_item(string commands, string files, string path)
    {
        using var repository = App(Target(files, path, commands));
        (await repository.GenerateAsync("Web/Web.csproj")).Result.HasOnly("MST5510", "ContainerAssets");
    }

    [Fact]
    public async Task An_item_replaces_what_was_read()
    {
        using var repository =
            App(Target(@"$(SpaRoot)build\**", Below)
                + """<ItemGroup><ContainerAssets Include="ClientApp" OutputFolder="own" /></ItemGroup>""");
        var dockerfile = (await repository.GenerateAsync("Web/Web.csproj")).Dockerfile;
        Assert.Contains("/src/Web/ClientApp/own/", dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("ClientApp/build", dockerfile, StringComparison.Ordinal);
    }

    /// <summary>docs/guide/assets.md promises both.</summary>
    [Fact]
    public async Task A_front_end_may_wait_for_the_NET_build_and_have_dotnet_beside_node()
    {
        using var repository = App("""
            <ItemGroup>
              <ContainerAssets Include="ClientApp" Command="export PATH=$PATH:/usr/share/dotnet; npm run build" />
              <ContainerCopy Include="api" From="publish" Source="/out/app/app/openapi.json" Destination="src/" Stage="assets" Before="command" />
              <ContainerCopy Include="dotnet" From="mcr.microsoft.com/dotnet/sdk:10.0" Source="/usr/share/dotnet/" Destination="/usr/share/dotnet/" Stage="assets" Before="command" />
            </ItemGroup>
            """);
        var dockerfile = (await repository.GenerateAsync("Web/Web.csproj")).Dockerfile;
        var order = new[] { " AS publish", " AS assets", "COPY --from=publish /out/app/app/openapi.json src/",
            "RUN export PATH=$PATH:/usr/share/dotnet; npm run build", " AS final" };
        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(
            dockerfile.IndexOf(pair.First, StringComparison.Ordinal) is var first and >= 0
                && first < dockerfile.IndexOf(pair.Second, StringComparison.Ordinal), pair + "\n" + dockerfile));
    }

    private static string Target(string files, string path, string? commands = null) => $"""
        <PropertyGroup><SpaRoot>ClientApp\</SpaRoot></PropertyGroup>
        <Target Name="PublishRunWebpack" AfterTargets="ComputeFilesToPublish">
          {commands ?? """<Exec WorkingDirectory="$(SpaRoot)" Command="npm install" /><Exec WorkingDirectory="$(SpaRoot)" Command="npm run build -- --prod" /><Exec WorkingDirectory="$(SpaRoot)" Command="npm run build:ssr -- --prod" Condition=" '$(BuildServerSideRenderer)' == 'true' " />"""}
          <ItemGroup>
            <DistFiles Include="{files}" />
            <ResolvedFileToPublish Include="@(DistFiles->'%(FullPath)')" Exclude="@(ResolvedFileToPublish)">
              <RelativePath>{path}</RelativePath>
              <CopyToPublishDirectory>PreserveNewest</CopyToPublishDirectory>
            </ResolvedFileToPublish>
          </ItemGroup>
        </Target>
        """;

    private static Repository App(string items) => new Repository().App("Web/Web.csproj", items, "Microsoft.NET.Sdk.Web")
        .Write("Web/ClientApp/package.json", """{ "scripts": { "build": "x", "b": "x" } }""")
        .Write("Web/ClientApp/package-lock.json", """{ "lockfileVersion": 3 }""");
}
