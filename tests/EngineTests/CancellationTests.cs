using System.Diagnostics;

namespace MultiStage.EngineTests;

/// <summary>Ctrl-C in the middle of a build.</summary>
public sealed class CancellationTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker, Engine.Docker20);

    [Theory, MemberData(nameof(Engines))]
    public async Task Ctrl_C_ends_the_build_and_leaves_nothing_behind(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        // The name of the folder finds the processes of this build among all others.
        using var workspace = new Workspace().AddConsoleApp();
        workspace.Write("app/Directory.Build.targets", $"""
            <Project>
              <!-- {Guid.NewGuid()} -->
              <Target Name="Wait" BeforeTargets="CoreCompile" Condition="'$(_MultiStageBuilderStage)' != '' and !Exists('$(MSBuildThisFileDirectory)go')">
                <Exec Command="sleep 120" />
              </Target>
            </Project>
            """);
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        string[] arguments = ["publish", Publishing.MultiStage, Publishing.Network, "-v:n", "-p:ContainerImageTag=" + image.Split(':')[1]];

        // A process group of its own is what a terminal gives a command, and what Ctrl-C reaches.
        var publish = workspace.RunAsync("app", "sh",
            ["-c", "echo $$ > ../pid; exec setsid dotnet \"$@\" > ../log 2>&1", "sh", .. arguments], engine.Environment);
        string Log() => File.Exists(workspace.Path("log")) ? workspace.Read("log") : "";
        await WaitForAsync(() => publish.IsCompleted || Log().Contains("dotnet publish app/", StringComparison.Ordinal),
            TimeSpan.FromSeconds(120), Log);
        await Task.Delay(2000);
        Assert.False(publish.IsCompleted, Log());
        var clock = Stopwatch.StartNew();
        (await CommandLine.RunAsync("kill", ["-INT", "--", "-" + workspace.Read("pid").Trim()], workspace.Folder)).Succeeded();
        var result = await publish.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"It went on for {clock.Elapsed}.");
        result.Failed();
        await WaitForAsync(() => !Processes(workspace.Folder).Any(), TimeSpan.FromSeconds(5), Log);
        Assert.False(await engine.HasAsync(image));
        Assert.Empty(Directory.EnumerateFiles(workspace.Folder, "*.unfinished", SearchOption.AllDirectories));
        Assert.DoesNotContain("   at ", Log(), StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", Log(), StringComparison.Ordinal);

        workspace.Write("app/go", "");
        (await workspace.DotNetAsync("app", arguments, engine)).Succeeded();
        Assert.Equal("tiny", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
    }

    private static IEnumerable<string> Processes(string folder) =>
        Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).Select(path =>
        {
            try
            {
                return File.ReadAllText(path + "/cmdline").Replace('\0', ' ');
            }
            catch (IOException)
            {
                return "";
            }
        }).Where(line => line.Contains("docker", StringComparison.Ordinal) && line.Contains(folder, StringComparison.Ordinal));

    private static async Task WaitForAsync(Func<bool> condition, TimeSpan time, Func<string> log)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(100))
            if (clock.Elapsed > time)
                throw new InvalidOperationException("It never happened:\n" + log());
    }
}
