using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Images;

/// <summary>What the image starts, after the in-box rules for ContainerAppCommand, ContainerEntrypoint and ContainerDefaultArgs.</summary>
/// <param name="Entrypoint">Empty to keep the base image's.</param>
/// <param name="Arguments">Default arguments; may be replaced by `docker run`.</param>
internal sealed record ImageCommand(IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Arguments)
{
    /// <param name="app">What starts the app where the project says nothing.</param>
    /// <param name="options">What the project says.</param>
    public static ImageCommand For(IReadOnlyList<string> app, CommandOptions options)
    {
        var hasEntrypoint = options.Entrypoint.Count > 0;
        IReadOnlyList<string> command = [.. options.AppCommand.Count > 0 ? options.AppCommand : app, .. options.AppCommandArgs];
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
}
