using System.Globalization;

namespace MultiStage.Diagnostics;

/// <summary>One kind of problem that MultiStage.Sdk reports: its code, what happened and what to do.</summary>
/// <param name="Code"><c>MST</c> and four digits: 1xxx project and graph, 2xxx options, 3xxx engines, 4xxx registry and images, 5xxx
/// stages.</param>
/// <param name="Title">The problem in a few words, as the title of its page under docs/diagnostics.</param>
/// <param name="Message">Composite format: what happened, with the item and its value.</param>
/// <param name="Fix">Composite format over the same arguments: what the user can do.</param>
internal sealed record DiagnosticDescriptor(string Code, string Title, string Message, string Fix)
{
    /// <summary>The page that explains the code.</summary>
    public string HelpLink => $"https://github.com/multistage-sdk/multistage-sdk/blob/main/docs/diagnostics/{Code}.md";

    /// <summary>The full text: what happened, then what to do.</summary>
    public string Format(params object?[] arguments) => FormatMessage(arguments) + " " + FormatFix(arguments);

    /// <summary>What happened.</summary>
    public string FormatMessage(params object?[] arguments) => Fill(Message, arguments);

    /// <summary>What to do.</summary>
    public string FormatFix(params object?[] arguments) => Fill(Fix, arguments);

    // What engines and the system say comes with a full stop or without one.
    private static string Fill(string template, object?[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
            if (arguments[index]?.ToString() is [.., '.' or '!' or '?'])
                template = template.Replace($"{{{index}}}.", $"{{{index}}}", StringComparison.Ordinal);
        return string.Format(CultureInfo.InvariantCulture, template, arguments);
    }
}
