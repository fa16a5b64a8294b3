namespace MultiStage.Units;

/// <summary>A problem with a code. The host makes an error of its own of the line.</summary>
/// <param name="problem">What went wrong.</param>
/// <param name="project">The project that it is in, absolute; empty for none.</param>
internal sealed class UnitException(DiagnosticDescriptor problem, string project, string detail) : Exception(problem.Format(detail))
{
    /// <summary>The line in MSBuild's canonical form.</summary>
    public string Canonical => project.Length == 0 ? $"MultiStage.Sdk : error {problem.Code}: {Message}"
        : $"{project} : error {problem.Code}: {Message} [{project}]";
}
