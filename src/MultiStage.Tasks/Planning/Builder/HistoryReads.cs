using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Builder;

/// <summary>Files of Git that projects read: evaluated without them, a project goes another way and says nothing.</summary>
internal static class HistoryReads
{
    /// <exception cref="ContainerException">MST1014: a project reads one, and nothing brings it to the builder.</exception>
    public static void Check(SolutionModel solution, ContainerOptions options)
    {
        if (solution.HistoryReads.Count == 0 || IsBrought(options))
            return;
        var read = solution.HistoryReads[0];
        throw new ContainerException(ProjectDiagnostics.ReadsHistory, read.Reader, read.Name,
            read.Property.Length > 0 ? $"-p:{read.Property}=VALUE" : "-p:NAME=VALUE");
    }

    /// <summary>Whether the project copies the repository's history to the builder.</summary>
    public static bool IsBrought(ContainerOptions options) => options.Items.Copies.Any(copy =>
        copy.Place.Stage is KnownStages.Build or KnownStages.Publish && copy.Sources.Any(source => source.Split('/').Contains(".git")));
}
