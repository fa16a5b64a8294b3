using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>An app that runs on the .NET of its image.</summary>
internal sealed class FrameworkDependentApp : AppKind
{
    // A lock file that was written without a runtime identifier refuses a restore with one.
    public override bool IsPortable(SolutionModel solution, ContainerOptions options) =>
        options.RuntimeIdentifier.Length == 0 && solution.Publish.RuntimeIdentifiers.Count == 0
            && solution.Projects.Any(project => project.UsesLockFile);

    public override IReadOnlyList<string> Command(PublishModel publish, ImagePath workingDirectory) =>
        ["dotnet", Program(publish, workingDirectory) + ".dll"];
}
