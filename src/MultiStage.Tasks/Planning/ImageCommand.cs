using MultiStage.Diagnostics;
using MultiStage.Planning.Kinds;

namespace MultiStage.Planning;

/// <summary>What the image starts, after the in-box rules for ContainerAppCommand, ContainerEntrypoint and ContainerDefaultArgs.</summary>
/// <param name="Entrypoint">Empty to keep the base image's.</param>
/// <param name="Arguments">Default arguments; may be replaced by `docker run`.</param>
internal sealed record ImageCommand(IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Arguments)
{
    public static ImageCommand For(PublishModel publish, CommandOptions options, string workingDirectory)
    {
        var hasEntrypoint = options.Entrypoint.Count > 0;
        var app = options.AppCommand.Count > 0 ? options.AppCommand : Default(publish, workingDirectory);
        IReadOnlyList<string> command = [.. app, .. options.AppCommandArgs];
        IReadOnlyList<string> entrypoint = [.. options.Entrypoint, .. options.EntrypointArgs];
        return options.Instruction switch
        {
            "" when hasEntrypoint && options.AppCommand.Count == 0 => new(entrypoint, options.DefaultArgs),
            "" when hasEntrypoint => new(entrypoint, [.. command, .. options.DefaultArgs]),
            "" or "Entrypoint" => new(command, options.DefaultArgs),
            "DefaultArgs" => new(entrypoint, [.. command, .. options.DefaultArgs]),
            "None" => new(entrypoint, options.DefaultArgs),
            var other => throw new ContainerException(OptionDiagnostics.InvalidInstruction, other),
        };
    }

    private static IReadOnlyList<string> Default(PublishModel publish, string workingDirectory)
    {
        if (publish.IsStaticSite)
            return SiteImage.Command;
        var app = workingDirectory.TrimEnd('/') + "/" + publish.AssemblyName;
        return publish.IsSelfContained || publish.IsAot ? [app] : ["dotnet", app + ".dll"];
    }
}
