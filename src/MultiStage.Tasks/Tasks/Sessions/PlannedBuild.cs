using System.Security.Cryptography;
using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>A plan with its text, as <c>plan.json</c> has it.</summary>
internal sealed record PlannedBuild(BuildPlan Plan, string Text)
{
    /// <summary>Tells this plan from any other.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public static PlannedBuild Of(BuildPlan plan) => new(plan, PlanJson.Write(plan));

    /// <summary>The plan of a file, for a task in a process that has not planned it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="digest">That of the plan which is meant.</param>
    /// <exception cref="ContainerException">MST1032: the file is gone, or another build has written another plan.</exception>
    public static PlannedBuild Read(string path, string digest)
    {
        try
        {
            var text = File.ReadAllText(path);
            var planned = new PlannedBuild(PlanJson.Read(text), text);
            if (planned.Digest == digest)
                return planned;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new ContainerException(ProjectDiagnostics.ForeignPlan, path) { Details = exception.Message };
        }
        throw new ContainerException(ProjectDiagnostics.ForeignPlan, path);
    }
}
