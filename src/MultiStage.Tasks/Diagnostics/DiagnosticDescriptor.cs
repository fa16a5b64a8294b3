using System.Globalization;

namespace MultiStage.Diagnostics;

/// <summary>One kind of problem that MultiStage.Sdk reports: its code, what happened and what to do.</summary>
/// <param name="Code"><c>MST</c> and four digits: 1xxx project and graph, 2xxx options, 3xxx engines, 4xxx registry and images, 5xxx stages.</param>
/// <param name="Title">The problem in a few words, as the title of its page under docs/diagnostics.</param>
/// <param name="Message">Composite format: what happened, with the item and its value.</param>
/// <param name="Fix">Composite format over the same arguments: what the user can do.</param>
internal sealed record DiagnosticDescriptor(string Code, string Title, string Message, string Fix)
{
    /// <summary>The page that explains the code.</summary>
    public string HelpLink => $"https://github.com/multistage-sdk/multistage-sdk/blob/main/docs/diagnostics/{Code}.md";

    /// <summary>The full text: what happened, then what to do.</summary>
    public string Format(params object?[] arguments) =>
        Sentence(string.Format(CultureInfo.InvariantCulture, Message, arguments)) + " " +
        Sentence(string.Format(CultureInfo.InvariantCulture, Fix, arguments));

    // What others say often ends like a sentence of its own.
    private static string Sentence(string text) =>
        text.EndsWith("..", StringComparison.Ordinal) || text.EndsWith("?.", StringComparison.Ordinal) || text.EndsWith("!.", StringComparison.Ordinal)
            ? text[..^1]
            : text;
}
