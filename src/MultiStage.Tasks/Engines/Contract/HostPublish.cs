namespace MultiStage.Engines.Contract;

/// <summary>What this machine's own publish left for one platform: the stage <c>publish</c> of the embedded engine.</summary>
/// <param name="Platform">E.g. <c>linux/amd64</c>.</param>
/// <param name="Folder">The publish folder.</param>
internal sealed record HostPublish(string Platform, HostPath Folder)
{
    /// <summary>The folder with the files of the machine that the app needs; null when the base image brings them.</summary>
    public HostPath? RootFolder { get; init; }

    /// <summary>The stamp of everything that the files were made from; empty when that is not to be kept.</summary>
    public string Inputs { get; init; } = "";

    /// <summary>Origins by path in the publish folder, with '/'. A file that is not listed belongs to the app.</summary>
    public IReadOnlyDictionary<string, PublishedOrigin> Origins { get; init; } = new Dictionary<string, PublishedOrigin>();
}

/// <summary>Where a published file comes from.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Package">Name of its NuGet package; empty for none.</param>
internal sealed record PublishedOrigin(string Layer, string Package);
