namespace MultiStage.Engines.Contract;

/// <summary>What was made ready on this machine for an engine that compiles nothing.</summary>
/// <param name="Published">The publishes, one for each platform.</param>
internal record HostPublication(IReadOnlyList<HostPublish> Published);
