using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Builder;

/// <summary>Workloads of the .NET SDK, which the images of the SDK do not have.</summary>
internal static class Workloads
{
    /// <exception cref="ContainerException">MST1054: a project needs one, and nothing installs it.</exception>
    public static void Check(SolutionModel solution, ContainerOptions options)
    {
        if (solution.WorkloadPacks.Count == 0 || options.SdkImage.Length > 0 || options.Items.Runs.Any(Installs))
            return;
        throw new ContainerException(ProjectDiagnostics.WorkloadNeeded, solution.Project, WorkloadOf(solution.WorkloadPacks),
            string.Join(", ", solution.WorkloadPacks.Sorted()));
    }

    /// <summary>The workload that packs belong to; the .NET SDK tells of others (NETSDK1147).</summary>
    public static string WorkloadOf(IReadOnlyList<string> packs)
    {
        var all = string.Join(' ', packs);
        return all.Contains("Android", StringComparison.OrdinalIgnoreCase) ? "android"
            : all.Contains("Maui", StringComparison.OrdinalIgnoreCase) ? "maui"
            : new[] { "WebAssembly", "Emscripten", "MonoAOTCompiler",
                "browser-wasm" }.Any(part => all.Contains(part, StringComparison.OrdinalIgnoreCase)) ? "wasm-tools"
            : "NAME";
    }

    private static bool Installs(RunOption run) =>
        run.Place.Stage == KnownStages.Build && run.Command.Contains("workload", StringComparison.OrdinalIgnoreCase);
}
