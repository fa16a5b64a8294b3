using MultiStage.Diagnostics;
using MultiStage.Engines.Processes;
using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// The image store of an engine on this machine, through its CLI: images go in with <c>load</c> and come out with <c>save</c>.
/// </summary>
internal sealed class LocalStore(string program)
{
    private readonly IProcessRunner runner = new ProcessRunner(program, new Dictionary<string, string> { ["DOCKER_CLI_HINTS"] = "false" });

    public string Program => program;

    /// <summary>Whether the CLI is there and its store answers.</summary>
    public async Task<bool> IsUsableAsync(CancellationToken cancellation)
    {
        try
        {
            return (await runner.CollectAsync(["version", "--format", "{{.Client.Version}}"], cancellation).ConfigureAwait(false)).ExitCode
                == 0;
        }
        catch (ContainerException)
        {
            return false;
        }
    }

    /// <summary>Whether every name is this image already: stores name an image by its configuration or by its manifest.</summary>
    public async Task<bool> HasAsync(BuiltImage image, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var outcome = await runner.CollectAsync(["image", "inspect", "--format", "{{.Id}}", .. names], cancellation).ConfigureAwait(false);
        var ids = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var config = image.Config.Descriptor.Digest;
        return outcome.ExitCode == 0 && ids.Length == names.Count
            && ids.All(
                id => id.EndsWith(config.Hex, StringComparison.Ordinal) || id.EndsWith(image.Digest.Hex, StringComparison.Ordinal)
                    || id.EndsWith(image.As(ImageFormat.Oci).Digest.Hex, StringComparison.Ordinal));
    }

    /// <summary>Loads the image as a stream; nothing is written to disk on the way.</summary>
    public async Task LoadAsync(ImageSet set, IReadOnlyList<ImageReference> names, CancellationToken cancellation)
    {
        Exception? broken = null;
        var outcome = await runner.FeedAsync(["load"], async input =>
        {
            try
            {
                await ImageDestination.StreamDockerArchiveAsync(set, input, names, cancellation).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                // The program has ended early; what it said is the better error.
                broken = exception;
            }
        }, cancellation).ConfigureAwait(false);
        if (outcome.ExitCode != 0 || broken is not null)
            throw new ContainerException(EngineDiagnostics.LoadFailed, program,
                (outcome.Error.Trim() is { Length: > 0 } text ? text : broken?.Message ?? outcome.Output).Trim().TrimEnd('.'));
    }

    /// <summary>Writes an image of the store to a file.</summary>
    public async Task SaveAsync(string name, string path, CancellationToken cancellation)
    {
        var outcome = await runner.CollectAsync(["save", "--output", path, name], cancellation).ConfigureAwait(false);
        if (outcome.ExitCode != 0)
            throw new ContainerException(EngineDiagnostics.ImageNotFound, name, outcome.Error.Trim().TrimEnd('.'),
                "Check ContainerBaseImage.");
    }
}
