using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Tasks;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Tasks;

/// <summary>What is refused before any target of others is called.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("test", "Exe", "MST2021")]
    [InlineData("publish", "Exe", "MST2021")]
    [InlineData("", "Library", "MST1001")]
    [InlineData("", "Exe", "")]
    public void A_project_is_checked(string stage, string outputType, string code)
    {
        var engine = new RecordingBuildEngine();
        using var task = Task(engine, outputType);
        task.StageProperty = stage;
        Assert.Equal(code.Length == 0, task.Execute());
        Assert.Equal(code, string.Join(' ', engine.Errors.Select(error => error.Code)));
        if (stage.Length > 0)
            Assert.Contains("ContainerTarget", engine.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MultiStage.Sdk", false, "")]
    [InlineData("Some.Package", false, "MST1033")]
    [InlineData("Some.Package", true, "")]
    public void Packages_that_are_not_restored_may_have_a_say(string package, bool isRestored, string code)
    {
        var engine = new RecordingBuildEngine();
        using var task = Task(engine, "Exe");
        task.PackageReferences = [new TaskItem(package)];
        task.AssetsFile = isRestored ? typeof(CheckTests).Assembly.Location : "/nowhere/project.assets.json";
        Assert.True(task.Execute());
        Assert.Equal(code, string.Join(' ', engine.Warnings.Select(warning => warning.Code)));
    }

    private static CheckContainerProject Task(IBuildEngine engine, string outputType) => new()
    {
        BuildEngine = engine,
        ProjectFile = "/r/App.csproj",
        OutputType = outputType,
        TargetFramework = "net10.0",
        TargetFrameworkIdentifier = ".NETCoreApp",
    };
}
