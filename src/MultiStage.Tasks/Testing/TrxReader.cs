using System.Text;
using System.Xml;
using MultiStage.Diagnostics;

namespace MultiStage.Testing;

/// <summary>
/// Reads TRX, the XML of Visual Studio's test results. Tests write into these files what they like, so they are read as a
/// stream, without DTDs and links, and of each text only so much as anybody reads.
/// </summary>
internal static class TrxReader
{
    /// <summary>Failures beyond this number are counted and not kept.</summary>
    public const int MostFailures = 1000;

    private const int LongestText = 16 * 1024;
    private const long LargestFile = 1L << 30;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LargestFile,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        // The output of a test may hold characters that XML does not allow.
        CheckCharacters = false,
    };

    /// <summary>Adds the results of a file.</summary>
    /// <exception cref="ContainerException">MST5204: the file is damaged or is something else.</exception>
    public static void Read(string path, TestResults results)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Read(stream, results);
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(TestDiagnostics.UnreadableResults, path, exception.Message.ReplaceLineEndings(" "));
        }
    }

    /// <inheritdoc cref="Read(string, TestResults)"/>
    /// <exception cref="XmlException">The text is damaged or is something else.</exception>
    public static void Read(Stream stream, TestResults results)
    {
        using var reader = XmlReader.Create(stream, Settings);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "TestRun")
            throw new XmlException("The file holds no TestRun");
        // Results stand in results where a test has rows of data; the rows count.
        var open = new Stack<OpenResult>();
        string? runError = null;
        var first = results.Failures.Count;
        var definition = "";
        while (reader.Read())
        {
            // The definitions stand behind the results.
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "UnitTest" })
                definition = reader.GetAttribute("id") ?? "";
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "TestMethod" } && definition.Length > 0)
                Name(results, first, definition, Short(reader.GetAttribute("className")), Short(reader.GetAttribute("name")));
            else if (reader.NodeType == XmlNodeType.Element)
                Begin(reader, open, results, ref runError);
            else if (reader is { NodeType: XmlNodeType.EndElement, LocalName: "UnitTestResult" } && open.TryPop(out var done))
                done.AddTo(results);
        }
    }

    private static void Name(TestResults results, int first, string definition, string className, string method)
    {
        for (var index = first; index < results.Failures.Count; index++)
            if (results.Failures[index].Id == definition)
                results.Failures[index] = results.Failures[index].In(className, method);
    }

    private static void Begin(XmlReader reader, Stack<OpenResult> open, TestResults results, ref string? runError)
    {
        var current = open.Count > 0 ? open.Peek() : null;
        switch (reader.LocalName)
        {
            case "UnitTestResult":
                var result = new OpenResult(Short(reader.GetAttribute("testName")), reader.GetAttribute("outcome") ?? "",
                    Short(reader.GetAttribute("testId")));
                if (reader.IsEmptyElement)
                    result.AddTo(results);
                else
                    open.Push(result);
                break;
            case "InnerResults" when current is not null:
                current.HasRows = !reader.IsEmptyElement;
                break;
            case "Message" when current is not null:
                current.Message = Text(reader);
                break;
            case "StackTrace" when current is not null:
                current.StackTrace = Text(reader);
                break;
            case "RunInfo":
                runError = reader.GetAttribute("outcome");
                break;
            case "Text" when runError is "Error" or "Failed" or "Aborted":
                if (results.RunErrors.Count < MostFailures && Text(reader).Trim() is { Length: > 0 } text)
                    results.RunErrors.Add(text);
                runError = null;
                break;
        }
    }

    // The reader stands on the start of the element and ends on its end.
    private static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        var buffer = new char[4096];
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace
                or XmlNodeType.SignificantWhitespace))
                continue;
            for (int count; (count = reader.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
                text.Append(buffer, 0, Math.Min(count, Math.Max(0, LongestText - text.Length)));
        }
        return text.ToString();
    }

    private static string Short(string? text) => text is null ? "" : text.Length > LongestText ? text[..LongestText] : text;

    private sealed class OpenResult(string name, string outcome, string id)
    {
        public bool HasRows { get; set; }
        public string Message { get; set; } = "";
        public string StackTrace { get; set; } = "";

        public void AddTo(TestResults results)
        {
            if (HasRows)
                return;
            switch (outcome)
            {
                case "Passed" or "Completed" or "Warning" or "PassedButRunAborted":
                    results.Passed++;
                    break;
                case "Failed" or "Error" or "Timeout" or "Aborted" or "Disconnected":
                    results.Failed++;
                    if (results.Failures.Count < MostFailures)
                        results.Failures.Add(new FailedTest(name, Message, StackTrace, id));
                    break;
                default:
                    results.Skipped++;
                    break;
            }
        }
    }
}
