using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// How the project is published, beside the commands that do it in a builder: for engines that publish in another way, and
/// for whoever asks what a stage is for. Nobody reads words of a command.
/// </summary>
/// <param name="Project">The published project.</param>
/// <param name="RuntimeIdentifier">Which runtime identifier it is published with.</param>
/// <param name="Layers">The layers that the files are split into, from the one that changes least.</param>
internal sealed record PublishIntent(ContextPath Project, RuntimeIdentifierPolicy RuntimeIdentifier, IReadOnlyList<string> Layers)
{
    /// <summary>The framework, where the project has several; empty for its only one.</summary>
    public string Framework { get; init; } = "";

    /// <summary>Whether files for the image's root folder are collected, too.</summary>
    public bool CollectsRoot { get; init; }

    /// <summary>What publish is told about the web server of a static site; none for an app.</summary>
    public IReadOnlyList<NameValue> SiteProperties { get; init; } = [];
}

/// <summary>Where the runtime identifier of a publish comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuntimeIdentifierPolicy>))]
internal enum RuntimeIdentifierPolicy
{
    /// <summary>There is none: the files run on every platform.</summary>
    Portable,

    /// <summary>It follows the platform that the image is for.</summary>
    Platform,

    /// <summary>The project or the command line names it.</summary>
    Named,
}

/// <summary>Published files that a step copies.</summary>
/// <param name="Layer">One of <see cref="AppLayers"/>.</param>
/// <param name="Folder">A folder of the layer, with a trailing slash; empty for all of it.</param>
internal sealed record PublishedPart(string Layer, string Folder = "");
