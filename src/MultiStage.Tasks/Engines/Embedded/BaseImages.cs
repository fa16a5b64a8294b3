using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>Resolves base images, also those that only a local engine has.</summary>
internal sealed class BaseImages(ImageSource source) : IDisposable
{
    private static readonly (string Prefix, string Program)[] Stores = [("docker-daemon:", "docker"), ("podman:", "podman")];

    private const string WaysOn =
        "Without a network there are three ways on: a mirror (ContainerBaseRegistry); an image that lies here (ContainerBaseImage with docker-daemon:NAME, podman:NAME, "
        + "oci:FOLDER, oci-archive:FILE or docker-archive:FILE); or no base at all (ContainerBaseImage=scratch, for a self-contained app).";

    private readonly List<string> temporary = [];

    /// <param name="text">A reference, <c>scratch</c>, or a location with a prefix such as <c>oci:</c> or <c>docker-daemon:</c>.</param>
    /// <param name="platform">Which of its platforms.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<BaseImage> ResolveAsync(string text, Platform platform, HostPath folder, CancellationToken cancellation)
    {
        try
        {
            return await source.ResolveAsync(await LocateAsync(text, folder, cancellation).ConfigureAwait(false), platform, cancellation)
                .ConfigureAwait(false);
        }
        catch (ContainerException exception) when (exception.Descriptor == ImageDiagnostics.RegistryUnreachable)
        {
            throw new ContainerException(exception.Descriptor with { Message = "{0}", Fix = WaysOn }, exception.Message);
        }
    }

    public void Dispose()
    {
        foreach (var path in temporary)
            File.Delete(path);
    }

    private async Task<BaseImageLocation> LocateAsync(string text, HostPath folder, CancellationToken cancellation)
    {
        foreach (var (prefix, program) in Stores)
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                var path = Path.Combine(Path.GetTempPath(), "multistage-" + Guid.NewGuid().ToString("N") + ".tar");
                temporary.Add(path);
                await new LocalStore(program).SaveAsync(text[prefix.Length..], path, cancellation).ConfigureAwait(false);
                return new BaseImageLocation.Archive(path);
            }
        return BaseImageLocation.Parse(text) switch
        {
            BaseImageLocation.Layout layout => layout with { Path = Path.GetFullPath(layout.Path, folder) },
            BaseImageLocation.Archive archive => archive with { Path = Path.GetFullPath(archive.Path, folder) },
            var other => other,
        };
    }
}
