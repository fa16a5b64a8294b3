namespace MultiStage.Images;

/// <summary>What an image's configuration gets on top of its base.</summary>
internal sealed record ImageConfigChanges
{
    /// <summary>
    /// What the image says. A variable that the base has keeps its place, new ones follow in ordinal order; ports, volumes and
    /// labels are added to the base's; an entrypoint drops the base's <c>Cmd</c>, which was meant for another program.
    /// </summary>
    public ImageSettings Settings { get; init; } = ImageSettings.None;

    /// <summary>When the image was made; an input, so that equal inputs are equal images.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who made the image.</summary>
    public string? Author { get; init; }
}

/// <summary>One line of an image's history (OCI image-spec 1.1 config.md "history").</summary>
/// <param name="CreatedBy">What made the layer.</param>
/// <param name="Comment">Free text; null for none.</param>
internal sealed record LayerHistory(string CreatedBy, string? Comment = null);
