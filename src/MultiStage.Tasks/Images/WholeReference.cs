using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Reads names of images for this room, which has no engine to fill in what they leave out.</summary>
internal static class WholeReference
{
    /// <exception cref="ImageException">MST4001 when the text is not a reference.</exception>
    public static ImageReference Parse(string text) =>
        ImageReference.TryParse(text, out var reference, out var problem)
            ? reference.Complete()
            : throw Invalid(text, Printable.Of(problem));

    /// <summary>Whether two texts name the same image once the defaults are filled in.</summary>
    public static bool IsSame(string one, string other) =>
        ImageReference.TryParse(one, out var first) && ImageReference.TryParse(other, out var second)
            && first.Complete() == second.Complete();

    /// <summary>The same repository at another tag.</summary>
    /// <exception cref="ImageException">MST4001 when the text is not a tag.</exception>
    public static ImageReference At(this ImageReference reference, string tag) =>
        ImageGrammar.IsTag(tag) ? reference with { Tag = tag, Digest = null } : throw Invalid(tag, "this is not a tag");

    private static ImageException Invalid(string text, string problem) =>
        new(ImageDiagnostics.InvalidReference, Printable.Of(text), problem);
}
