using MultiStage.Diagnostics;
using MultiStage.Tasks;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Tasks;

/// <summary>Each instance of a project has a session and a folder; no two builds share a folder.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("multistage-unit-");
    private readonly List<Dictionary<object, object>> builds = [];

    private string Project => Path.Combine(folder.FullName, "App.csproj");

    public void Dispose()
    {
        foreach (var session in builds.SelectMany(build => build.Values).OfType<IDisposable>())
            session.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Instances_of_one_build_get_folders_of_their_own()
    {
        var build = NewBuild();
        Assert.Equal("net10.0", Open(build, true, ("ContainerRepository", "a")));
        Assert.Equal("net10.0.2", Open(build, true, ("ContainerRepository", "b")));
        // The same instance asks again.
        Assert.Equal("net10.0", Open(build, true, ("ContainerRepository", "a")));
        Assert.Equal("net10.0-Debug", Open(build, true, ("Configuration", "Debug")));
    }

    [Fact]
    public void Builds_at_once_with_the_same_properties_get_folders_of_their_own_and_give_them_back()
    {
        var first = NewBuild();
        var second = NewBuild();
        Assert.Equal("net10.0", Open(first, true));
        Assert.Equal("net10.0.2", Open(second, true));
        End(first);
        Assert.Equal("net10.0", Open(NewBuild(), true));
    }

    [Fact]
    public void Who_only_writes_files_for_people_gets_the_plain_folder_and_fails_when_others_need_its_files()
    {
        Assert.Equal("net10.0", Open(NewBuild(), true));
        var generation = NewBuild();
        Assert.Equal("net10.0", Open(generation, false));
        var held = InstanceFolder.Of(folder.FullName + "/obj/container", "net10.0");
        var exception = Assert.Throws<ContainerException>(() => held.WhileHeld(() => { }, TimeSpan.Zero));
        Assert.Equal("MST1031", exception.Descriptor.Code);
        End(builds[0]);
        held.WhileHeld(() => File.WriteAllText(Path.Combine(folder.FullName, "x"), ""), TimeSpan.Zero);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "x")));
    }

    [Fact]
    public void A_plan_of_a_file_is_taken_only_when_it_is_the_one_that_is_meant()
    {
        var path = Path.Combine(folder.FullName, "plan.json");
        var planned = PlannedBuild.Of(MultiStage.Planning.Planner.Plan(Models.Web, Models.Options));
        Assert.Equal("MST1032", Assert.Throws<ContainerException>(() => PlannedBuild.Read(path, planned.Digest)).Descriptor.Code);
        File.WriteAllText(path, planned.Text);
        Assert.Equal(planned.Text, PlannedBuild.Read(path, planned.Digest).Text);
        File.WriteAllText(path, PlannedBuild.Of(MultiStage.Planning.Planner.Plan(Models.Web, Models.Options with { User = "other" })).Text);
        Assert.Equal("MST1032", Assert.Throws<ContainerException>(() => PlannedBuild.Read(path, planned.Digest)).Descriptor.Code);
        File.WriteAllText(path, planned.Text[..100]);
        Assert.Equal("MST1032", Assert.Throws<ContainerException>(() => PlannedBuild.Read(path, planned.Digest)).Descriptor.Code);
    }

    [Fact]
    public void Clean_removes_the_folders_of_the_framework_alone_and_none_that_a_build_holds()
    {
        foreach (var name in new[] { "net10.0", "net10.0.3", "net10.0-Debug", "net10.0-test.2", "net9.0", "net10.00", "mine", "build" })
            Write(name);
        var build = NewBuild();
        Assert.Equal("net10.0", Open(build, true));
        var engine = Clean();
        Assert.Equal("MST1031", Assert.Single(engine.Warnings).Code);
        Assert.Equal(["build", "mine", "net10.0", "net10.00", "net9.0"], Folders());
        End(build);
        Assert.Empty(Clean().Warnings);
        Assert.Equal(["mine", "net10.00", "net9.0"], Folders());
    }

    [Fact]
    public void Clean_does_not_follow_links()
    {
        var elsewhere = Path.Combine(folder.FullName, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "file"), "");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "obj/container"));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "obj/container/net10.0"), elsewhere);
        Clean();
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "obj/container")));
        Assert.True(File.Exists(Path.Combine(elsewhere, "file")));
    }

    private Dictionary<object, object> NewBuild()
    {
        builds.Add([]);
        return builds[^1];
    }

    private static void End(Dictionary<object, object> build)
    {
        foreach (var session in build.Values.OfType<IDisposable>())
            session.Dispose();
    }

    private string Open(Dictionary<object, object> build, bool isBuild, params (string Name, string Value)[] globals)
    {
        var engine = new RecordingBuildEngine(globals.ToDictionary(pair => pair.Name, pair => pair.Value), build);
        using var task = new OpenContainerSession { BuildEngine = engine, ProjectFile = Project, ParentFolder = "obj/container/",
            TargetFramework = "net10.0", IsBuild = isBuild };
        Assert.True(task.Execute(), string.Join('\n', engine.Errors.Select(error => error.Message)));
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(task.Folder));
    }

    private RecordingBuildEngine Clean()
    {
        var engine = new RecordingBuildEngine();
        using var task = new CleanContainerFolder { BuildEngine = engine, ProjectFile = Project, ParentFolder = "obj/container/",
            TargetFramework = "net10.0" };
        Assert.True(task.Execute());
        return engine;
    }

    private void Write(string name)
    {
        var path = Path.Combine(folder.FullName, "obj/container", name, "Dockerfile");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }

    private IEnumerable<string?> Folders() =>
        Directory.GetDirectories(Path.Combine(folder.FullName, "obj/container")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
