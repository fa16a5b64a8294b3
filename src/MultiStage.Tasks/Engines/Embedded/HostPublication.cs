namespace MultiStage.Engines.Embedded;

/// <summary>What was made ready on this machine for an engine that compiles nothing.</summary>
/// <param name="Published">The publishes, one for each platform.</param>
/// <param name="Session">Look-ups that have begun already; null for none.</param>
internal sealed record HostPublication(IReadOnlyList<HostPublish> Published, EmbeddedSession? Session);
