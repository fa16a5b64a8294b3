using MultiStage.Engines.Contract;

namespace MultiStage.Engines.Embedded;

/// <summary>A publication with look-ups that have begun already, while it was made.</summary>
/// <param name="Session">The look-ups.</param>
internal sealed record BegunPublication(IReadOnlyList<HostPublish> Published, EmbeddedSession Session) : HostPublication(Published);
