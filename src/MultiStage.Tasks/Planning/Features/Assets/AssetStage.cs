using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Assets;

/// <summary>One front end: the stage that builds it, and the step that hands its files on.</summary>
internal sealed class AssetStage
{
    // One line: its words pass through a Dockerfile. Files get the permissions that published files have.
    private const string FinishScript =
        """find "$1" -name "*.map" -type f -delete 2>/dev/null; test -n "$(find "$1" -type f -print -quit 2>/dev/null)" || { echo "$2" >&2; exit 1; }; chmod -R u=rwX,go=rX "$1" """;

    private readonly AssetOption asset;
    private readonly string name;
    private readonly StageRequest request;
    private readonly string origin;
    private readonly PackageJson manifest;
    private readonly NodePackageManager manager;

    public AssetStage(AssetOption asset, string name, StageRequest request)
    {
        (this.asset, this.name, this.request) = (asset, name, request);
        origin = NodePackageManager.Origin(asset);
        foreach (var (metadata, value) in new[] { ("OutputFolder", asset.Output), ("Destination", asset.Destination) })
            StageRules.OnOneLine(origin, metadata, value);
        NpmSettings.Check(asset);
        manifest = PackageJson.Read(asset);
        manager = NodePackageManager.Of(asset, manifest);
        OutputFolder = Resolve(asset.Output.Length == 0 ? "dist" : asset.Output);
        AssetScripts.Check(asset, manifest, CommandLine);
    }

    /// <summary>The folder that the command writes, in the context's terms.</summary>
    public ContextPath OutputFolder { get; }

    /// <summary>The stage: packages by the lock file, then sources, then the command.</summary>
    public StageDraft Draft =>
        new(name, NodeImage.Resolve(asset, manifest, request.Options),
            $"builds the front end {Name(asset.Folder.Location)} with {manager.Name}",
    [
        new StepBlock(StepNames.Packages),
        new StepBlock(StepNames.Settings, new WorkingDirectoryStep(Folder)),
        new StepBlock(StepNames.Install, [.. Copies(asset.Folder.InstallInputs), Install()]),
        new StepBlock(StepNames.Sources, new CopyStep([CopySource.AllOf(asset.Folder.Location)], ImagePath.Here) { Origin = origin }),
        new StepBlock(StepNames.Command, Run(CommandLine, []), Finish()),
    ])
    { Origin = origin, OnBuildPlatform = true };

    /// <summary>The copy of the files to where they are wanted.</summary>
    public StepAddition Delivery
    {
        get
        {
            var source = (BuilderFolders.Source / OutputFolder).AsFolder;
            if (asset.Stage is "" or KnownStages.Final)
                return new StepAddition(KnownStages.Final, asset.Name,
                    new CopyStep([source], Destination(null), name) { IsLinked = true }) { Origin = origin };
            if (asset.Stage != KnownStages.Publish)
                throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Stage", asset.Stage, "final or publish");
            // Before publish, which makes a manifest of what it finds.
            return new StepAddition(request.Layout.PublishStage, asset.Name,
                new CopyStep([source], Destination(BuilderFolders.Source / request.Solution.Project.Folder), name))
            {
                Origin = origin, Before = StepNames.Publish,
            };
        }
    }

    private ImagePath Folder => BuilderFolders.Source / asset.Folder.Location;

    private string CommandLine =>
        asset.Command.Trim().ReplaceLineEndings("\n") is { Length: > 0 } command ? command : manager.Name + " run build";

    private ImagePath Destination(ImagePath? folder)
    {
        var destination = asset.Destination.Length == 0 ? "wwwroot" : asset.Destination.Replace('\\', '/');
        if (destination.StartsWith('/') || destination.Split('/').Contains(".."))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, origin, "Destination", asset.Destination,
                "a folder below the app's");
        var below = destination is "." or "./" ? "" : destination.Trim('/') + "/";
        return folder is { } start ? (start / below).In(null) : below.Length == 0 ? ImagePath.Here : ImagePath.Of(below);
    }

    // Files that installing reads, each at its place below the folder.
    private IEnumerable<Step> Copies(IReadOnlyList<ContextPath> files) =>
        files.GroupBy(file => file.Folder).OrderBy(group => group.Key)
            .Select(group => new CopyStep([.. group.Sorted()], ImagePath.Like(group.Key.SeenFrom(asset.Folder.Location)))
            {
                Origin = origin,
            });

    private RunStep Install()
    {
        IReadOnlyList<Mount> mounts = [.. manager.Caches, .. Secrets.Select(Mount)];
        if (asset.InstallCommand.Trim() is { Length: > 0 } own && manager.Bring is null)
            return Run(own.ReplaceLineEndings("\n"), manager.Caches);
        var install = asset.InstallCommand.Trim() is { Length: > 0 } line ? Shell(line.ReplaceLineEndings("\n")) : manager.Install;
        var commands = new[] { manager.Bring, install }.OfType<Command>()
            .Select(command => command with { Environment = [.. command.Environment, .. Variables] });
        return new RunStep([.. commands], mounts) { Origin = origin };
    }

    private RunStep Run(string line, IReadOnlyList<Mount> caches)
    {
        // Variables of a command stand before its first word, and a line may have several commands.
        var command = Variables.Count == 0 ? new Command([new ShellWord(line)], []) : Shell(line) with { Environment = Variables };
        return new RunStep([command], [.. caches, .. Secrets.Select(Mount)]) { Origin = origin };
    }

    private static Command Shell(string line) => new(["/bin/sh", "-ec", line], []);

    private RunStep Finish()
    {
        var folder = RelativeOutput();
        var error =
            $"{BuilderFolders.Source}/{request.Solution.Project} : error {AssetDiagnostics.NoOutput.Code}: {AssetDiagnostics.NoOutput.Format(asset.Name, CommandLine.ReplaceLineEndings(" "), asset.Output.Length == 0 ? "dist" : asset.Output)}";
        var script = StageRules.Boolean(origin, "SourceMaps", asset.SourceMaps)
            ? FinishScript[(FinishScript.IndexOf(';', StringComparison.Ordinal) + 2)..]
            : FinishScript;
        return new RunStep([new Command(["sh", "-c", script.Trim(), "sh", folder, error], [])], []) { Origin = origin };
    }

    private IReadOnlyList<SecretOption> Secrets =>
        [.. request.Options.Secrets.Where(secret => secret.Stage == name || secret.Stage == AssetOptions.StageName)
            .OrderBy(secret => secret.Id, StringComparer.Ordinal)];

    private IReadOnlyList<CommandVariable> Variables =>
        [.. Secrets.Where(secret => secret.Variable.Length > 0)
            .Select(secret => new CommandVariable(secret.Variable, Target(secret).Text, IsSecretFile: true))];

    private static SecretMount Mount(SecretOption secret) => new(secret.Id, Target(secret), IsRequired: true);

    // These two are where the package managers look by themselves.
    private static ImagePath Target(SecretOption secret) => secret.Id switch
    {
        "npmrc" => ImagePath.Of("/root/.npmrc"),
        "yarnrc" => ImagePath.Of("/root/.yarnrc.yml"),
        _ => ImagePath.Of("/run/secrets/" + secret.Id),
    };

    private ContextPath Resolve(string output)
    {
        var parts = asset.Folder.Location.Parts.ToList();
        foreach (var part in output.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                throw Outside(output);
        }
        var folder = ContextPath.Of(string.Join('/', parts));
        if (output.StartsWith('/') || folder == asset.Folder.Location || folder.IsRoot)
            throw Outside(output);
        return folder;
    }

    private ContainerException Outside(string output) =>
        new(StageDiagnostics.InvalidMetadata, origin, "OutputFolder", output, "a folder of its own, relative to that of the item");

    private string RelativeOutput() =>
        OutputFolder.IsBelow(asset.Folder.Location) ? OutputFolder.SeenFrom(asset.Folder.Location).Text
            : (BuilderFolders.Source / OutputFolder).Text;

    private static string Name(ContextPath path) => path.IsRoot ? "of the repository" : path.Name;
}
