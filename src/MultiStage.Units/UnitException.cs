namespace MultiStage.Units;

/// <summary>A problem with a code. The host turns the line into an error of its own.</summary>
internal sealed class UnitException(UnitProblem problem, string file, string detail) : Exception(problem.Message(detail))
{
    public UnitProblem Problem { get; } = problem;

    /// <summary>The line in MSBuild's canonical form.</summary>
    public string Canonical => $"{(file.Length == 0 ? "MultiStage.Sdk" : file)} : error {Problem.Code}: {Message}";
}

/// <summary>A kind of problem: a page of the documentation has its code.</summary>
/// <param name="Text">With {0} for what is known of the case.</param>
internal sealed record UnitProblem(string Code, string Text)
{
    public string Message(string detail) => Text.Replace("{0}", detail, StringComparison.Ordinal);
}
