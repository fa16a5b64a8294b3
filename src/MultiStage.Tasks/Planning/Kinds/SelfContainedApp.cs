using MultiStage.Planning.Core;

namespace MultiStage.Planning.Kinds;

/// <summary>An app that brings .NET along: as files, in one file, or compiled to machine code.</summary>
internal class SelfContainedApp : AppKind
{
    public override bool BringsRuntime => true;

    public override IReadOnlyList<string> Command(PublishModel publish, ImagePath workingDirectory) => [Program(publish, workingDirectory)];
}
