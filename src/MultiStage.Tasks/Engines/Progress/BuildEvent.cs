namespace MultiStage.Engines.Progress;

/// <summary>Something that BuildKit tells about a build; both of its formats are read into these.</summary>
internal abstract record BuildEvent(string Step);

/// <summary>A step has begun.</summary>
/// <param name="Name">As BuildKit shows it, e.g. <c>[build 4/9] RUN dotnet restore</c>.</param>
internal sealed record StepStarted(string Step, string Name) : BuildEvent(Step);

/// <summary>A step is over.</summary>
/// <param name="Error">Null when it succeeded.</param>
internal sealed record StepFinished(string Step, bool IsCached, string? Error) : BuildEvent(Step);

/// <summary>A step has printed a line.</summary>
internal sealed record StepOutput(string Step, string Line) : BuildEvent(Step);

/// <summary>BuildKit finds something doubtful.</summary>
internal sealed record StepWarning(string Step, string Text) : BuildEvent(Step);
