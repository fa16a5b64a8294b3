using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Images;

namespace MultiStage.Planning.Stages;

/// <summary>What a stage may be called, and what a text in its place refers to.</summary>
internal static partial class StageNames
{
    /// <summary>From for a stage without anything in it.</summary>
    public const string Scratch = BaseImage.Scratch;

    /// <summary>
    /// Holds the content of <c>final</c> when another stage starts from it, because <c>final</c> itself has to be the last of the file.
    /// </summary>
    public const string FinalContent = "final-content";

    // Names that builders read in another way.
    private static readonly string[] Reserved = [KnownStages.Base, KnownStages.Final, FinalContent, Scratch, "context", "host"];

    /// <summary>Whether every file has a stage with the name, or a builder reads it in another way.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a stage can have the name.</summary>
    public static bool IsValid(string name) => Name().IsMatch(name);

    /// <summary>Refuses a From that is neither a stage nor an image.</summary>
    /// <param name="origin">The item that has it.</param>
    public static void CheckSource(string from, string origin, IReadOnlyCollection<string> stages)
    {
        if (from == Scratch || stages.Contains(from))
            return;
        if (!ImageText.IsImage(from))
            throw new ContainerException(StageDiagnostics.UnknownStage, origin, "From", from, string.Join(", ", stages));
        BaseImage.Parse($"From of {origin}", from);
    }

    // The name becomes a part of tags, too.
    [GeneratedRegex(@"^[a-z][a-z0-9_.-]{0,62}\z")]
    private static partial Regex Name();
}
