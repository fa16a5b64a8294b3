using System.Text.RegularExpressions;

namespace MultiStage.EvaluationTests;

/// <summary>Items that add stages and steps, as projects write them.</summary>
public sealed partial class StageTests
{
    public static TheoryData<string, string> Examples => new()
    {
        { "certificate",
            "COPY certs/company.crt /usr/local/share/ca-certificates/\nUSER 0\nRUN update-ca-certificates\nCOPY --from=publish" },
        { "documentation",
            "COPY docs-site/package-lock.json docs-site/package.json ./\nRUN npm ci\nCOPY docs-site/ ./\nRUN npm run build\n" },
        { "tools", "COPY --from=tools /bin/busybox /usr/bin/wget\n" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_worked_examples_of_the_guide_work(string name, string expected)
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guide", "stages.md"));
        var items = Example().Matches(guide).Single(match => match.Groups[1].Value == name).Groups[2].Value;
        using var repository = new Repository().App("src/App.csproj", items, "Microsoft.NET.Sdk.Web")
            .Write("certs/company.crt").Write("docs-site/package.json").Write("docs-site/package-lock.json").Write("docs-site/index.md");
        var generation = await repository.GenerateAsync("src/App.csproj");
        Assert.Contains(expected, generation.Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_metadata_arrives()
    {
        using var repository = new Repository().App("src/App/App.csproj", """
            <PropertyGroup><ContainerStopSignal>SIGQUIT</ContainerStopSignal><ContainerLocale>fr-FR</ContainerLocale><ContainerTimeZone>Asia/Tokyo</ContainerTimeZone></PropertyGroup>
            <ItemGroup>
              <ContainerStage Include="tools" From="example.com/tools:1" Description="has tools" WorkingDirectory="/w" OnBuildPlatform="true" />
              <ContainerPackage Include="curl" Version="8.*" Manager="apk" Stage="tools" />
              <ContainerRun Include="first" Command="a; b" Stage="tools" User="1000:1000" Id="one" />
              <ContainerRun Include="c" Stage="tools" Before="one" />
              <ContainerCopy Include="files" From="tools" Source="/w/*.so" Destination="/lib/" Owner="app:app" Mode="0755" After="app" />
              <ContainerCopy Include="..\..\shared\**\*.txt" Destination="/texts" />
              <ContainerCopy Include="one file.conf" Destination="/etc/app.conf" />
              <ContainerCopy Include="hidden\.settings" />
              <ContainerVolume Include="/data;/more" />
              <ContainerHealthcheck Include="check" Command="a; b" Interval="1s" Timeout="2s" StartPeriod="3s" Retries="4" />
            </ItemGroup>
            """)
            .Write("shared/a.txt").Write("shared/deep/er/b.txt").Write("shared/no.md").Write("src/App/one file.conf")
            .Write("src/App/hidden/.settings");
        var generation = await repository.GenerateAsync("src/App/App.csproj", "-p:ContainerTarget=tools");
        foreach (var part in new[]
        {
            "# tools has tools\nFROM --platform=$BUILDPLATFORM example.com/tools:1 AS tools\nUSER 0\nRUN apk add --no-cache 'curl=8.*'\nWORKDIR /w\nRUN c\nUSER 1000:1000\nRUN a; b\nUSER 0\n",
            "COPY --from=tools --chown=app:app --chmod=0755 [\"/w/*.so\", \"/lib/\"]\n",
            "COPY shared/a.txt /texts/\n", "COPY shared/deep/er/b.txt /texts/deep/er/\n",
            "COPY [\"src/App/one file.conf\", \"/etc/app.conf\"]\n", "COPY src/App/hidden/.settings ./\n",
            "VOLUME [\"/data\", \"/more\"]\n", "STOPSIGNAL SIGQUIT\n",
            "HEALTHCHECK --interval=1s --timeout=2s --start-period=3s --retries=4 CMD a; b\n",
            "ENV LANG=fr_FR.UTF-8 \\\n    TZ=Asia/Tokyo\n",
        })
            Assert.Contains(part, generation.Dockerfile, StringComparison.Ordinal);
        Assert.True(generation.Travels("shared/a.txt"));
        Assert.True(generation.Travels("src/App/hidden/.settings"));
        Assert.False(generation.Travels("shared/no.md"));
        // They are no inputs of the builder beside the project's folder.
        Assert.DoesNotContain(generation.Sources, source => source.StartsWith("shared/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Copied_files_widen_the_context_and_nothing_else()
    {
        using var repository = new Repository().App("src/App/App.csproj",
            """<ItemGroup><ContainerCopy Include="../../certs" Destination="/certs/" /></ItemGroup>""")
            .Write("certs/a.crt").Write("certs/.hidden").Write("secret.txt");
        var generation = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains("COPY certs/ /certs/\n", generation.Dockerfile, StringComparison.Ordinal);
        Assert.True(generation.Travels("certs/a.crt"));
        Assert.False(generation.Travels("certs/.hidden"));
        Assert.False(generation.Travels("secret.txt"));
    }

    [Fact]
    public async Task A_warning_says_what_the_image_lacks()
    {
        using var repository = new Repository().App("App.csproj",
            "<PropertyGroup><ContainerBaseImage>mcr.microsoft.com/dotnet/runtime:10.0-alpine</ContainerBaseImage></PropertyGroup>");
        var generation = await repository.GenerateAsync("App.csproj");
        Assert.Contains("warning MST5017: ", generation.Result.Succeeded().Output, StringComparison.Ordinal);
        var invariant = await repository.GenerateAsync("App.csproj", "-p:InvariantGlobalization=true");
        Assert.DoesNotContain("MST5017", invariant.Result.Succeeded().Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<!-- example: (\w+) -->\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
