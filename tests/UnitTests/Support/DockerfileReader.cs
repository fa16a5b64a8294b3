using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiStage.UnitTests.Support;

/// <summary>One instruction as a builder sees it: continuation lines joined, comments gone.</summary>
internal sealed record Instruction(string Word, string Rest);

/// <summary>What one stage of a Dockerfile amounts to, with its values read as BuildKit reads them.</summary>
internal sealed class ReadStage(string name, string from, string flags)
{
    public string Name => name;
    public string From => from;
    public string Flags => flags;
    public List<Instruction> Instructions { get; } = [];
    public Dictionary<string, string> Arguments { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);
    public List<string> Ports { get; } = [];
    public List<(string Flags, IReadOnlyList<string> Sources, string Destination)> Copies { get; } = [];
    public List<string> Runs { get; } = [];
    public List<string> Volumes { get; } = [];
    public string? StopSignal { get; set; }
    public string? Healthcheck { get; set; }
    public string? WorkingDirectory { get; set; }
    public string? User { get; set; }
    public IReadOnlyList<string>? Entrypoint { get; set; }
    public IReadOnlyList<string>? Arguments0 { get; set; }
}

/// <summary>
/// A small reader of Dockerfiles, written from BuildKit's behaviour and not from the writer under test. Where versions
/// differ it takes the reading that is worse for the writer. Throws where BuildKit would refuse the file.
/// </summary>
internal static partial class DockerfileReader
{
    private static readonly HashSet<string> Known = ["FROM", "ARG", "WORKDIR", "ENV", "LABEL", "EXPOSE", "USER", "COPY", "RUN",
        "ENTRYPOINT", "CMD", "VOLUME", "STOPSIGNAL", "HEALTHCHECK"];

    /// <summary>Lines to instructions.</summary>
    public static IReadOnlyList<Instruction> Instructions(string text)
    {
        var result = new List<Instruction>();
        var logical = new StringBuilder();
        var isOpen = false;
        foreach (var physical in text.Split('\n'))
        {
            var line = physical.TrimEnd('\r');
            var isComment = line.TrimStart().StartsWith('#');
            if (isComment || (isOpen && line.Trim().Length == 0))
                continue;
            var match = Continuation().Match(line);
            logical.Append(match.Success ? line[..match.Index] : line);
            isOpen = match.Success;
            if (isOpen)
                continue;
            Add(result, logical.ToString());
            logical.Clear();
        }
        if (isOpen)
            throw new FormatException("The file ends in a continuation.");
        return result;
    }

    /// <summary>The stages in file order.</summary>
    /// <param name="given">Values of --build-arg.</param>
    public static IReadOnlyList<ReadStage> Stages(string text, IReadOnlyDictionary<string, string>? given = null)
    {
        given ??= new Dictionary<string, string>();
        var global = new Dictionary<string, string>(StringComparer.Ordinal);
        var stages = new List<ReadStage>();
        foreach (var instruction in Instructions(text))
        {
            if (instruction.Word == "FROM")
            {
                var words = instruction.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var flags = words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
                words = [.. words.Except(flags)];
                if (words.Length != 3 || words[1] != "AS")
                    throw new FormatException("FROM " + instruction.Rest);
                stages.Add(new ReadStage(words[2], words[0], string.Join(' ', flags)));
                continue;
            }
            if (stages.Count == 0)
            {
                var (name, value) = Argument(instruction, global);
                global[name] = given.GetValueOrDefault(name) ?? value ?? "";
                continue;
            }
            stages[^1].Instructions.Add(instruction);
            Apply(stages[^1], stages, instruction, global, given);
        }
        return stages;
    }

    private static void Apply(ReadStage stage, List<ReadStage> stages, Instruction instruction, Dictionary<string, string> global,
        IReadOnlyDictionary<string, string> given)
    {
        string? Variable(string name) =>
            stage.Environment.TryGetValue(name, out var value) || stage.Arguments.TryGetValue(name, out value)
            || (stages.Find(other => other.Name == stage.From)?.Environment.TryGetValue(name, out value) ?? false) ? value : null;
        switch (instruction.Word)
        {
            case "ARG":
                var (name, own) = Argument(instruction, stage.Environment);
                stage.Arguments[name] = given.GetValueOrDefault(name) ?? own ?? global.GetValueOrDefault(name) ?? "";
                break;
            case "ENV":
                foreach (var (key, value) in Pairs(instruction.Rest, Variable))
                    stage.Environment[key] = value;
                break;
            case "LABEL":
                foreach (var (key, value) in Pairs(instruction.Rest, Variable))
                    stage.Labels[key] = value;
                break;
            case "WORKDIR":
                stage.WorkingDirectory = ShellLexer.Process(instruction.Rest, Variable);
                break;
            case "USER":
                stage.User = ShellLexer.Process(instruction.Rest, Variable);
                break;
            case "EXPOSE":
                stage.Ports.AddRange(instruction.Rest.Split(' '));
                break;
            case "COPY":
                stage.Copies.Add(Copy(instruction, Variable));
                break;
            case "RUN":
                RefuseHereDocuments(instruction);
                stage.Runs.Add(instruction.Rest);
                break;
            case "VOLUME":
                stage.Volumes.AddRange(Json(instruction.Rest).Select(word => ShellLexer.Process(word, Variable)));
                break;
            case "STOPSIGNAL":
                stage.StopSignal = ShellLexer.Process(instruction.Rest, Variable);
                break;
            case "HEALTHCHECK":
                stage.Healthcheck = instruction.Rest;
                break;
            case "ENTRYPOINT":
                stage.Entrypoint = Json(instruction.Rest);
                break;
            case "CMD":
                stage.Arguments0 = Json(instruction.Rest);
                break;
        }
    }

    private static (string, IReadOnlyList<string>, string) Copy(Instruction instruction, Func<string, string?> variable)
    {
        RefuseHereDocuments(instruction);
        var rest = instruction.Rest;
        var flags = new List<string>();
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            var end = rest.IndexOf(' ', StringComparison.Ordinal);
            var flag = rest[..end];
            if (flag != "--link" && !CopyFlag().IsMatch(flag))
                throw new FormatException("Unknown flag: " + flag);
            flags.Add(flag);
            rest = rest[end..].TrimStart();
        }
        var words = rest.StartsWith('[') ? Json(rest) : rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var read = words.Select(word => ShellLexer.Process(word, variable)).ToList();
        return (string.Join(' ', flags), read[..^1], read[^1]);
    }

    private static (string Name, string? Value) Argument(Instruction instruction, Dictionary<string, string> known)
    {
        if (instruction.Word != "ARG")
            throw new FormatException("Before the first FROM only ARG may stand, not " + instruction.Word);
        var words = ShellLexer.SplitWords(instruction.Rest);
        if (words.Count != 1)
            throw new FormatException("ARG with several words: " + instruction.Rest);
        var sign = words[0].IndexOf('=', StringComparison.Ordinal);
        return sign < 0
            ? (words[0], null)
            : (words[0][..sign], ShellLexer.Process(words[0][(sign + 1)..], name => known.GetValueOrDefault(name)));
    }

    private static List<(string Name, string Value)> Pairs(string rest, Func<string, string?> variable)
    {
        var pairs = new List<(string, string)>();
        foreach (var word in ShellLexer.SplitWords(rest))
        {
            var sign = word.IndexOf('=', StringComparison.Ordinal);
            if (sign < 0)
                throw new FormatException("A word without '=': " + word);
            pairs.Add((ShellLexer.Process(word[..sign], variable), ShellLexer.Process(word[(sign + 1)..], variable)));
        }
        return pairs;
    }

    private static void RefuseHereDocuments(Instruction instruction)
    {
        // A list is no line of a shell.
        if (Mounts().Replace(instruction.Rest, "").StartsWith('['))
            return;
        foreach (var word in Words(instruction.Rest))
            if (HereDocument().IsMatch(word))
                throw new FormatException("A here-document begins: " + word);
    }

    // BuildKit looks for here-documents in a line with an open quote, too.
    private static IEnumerable<string> Words(string line)
    {
        try
        {
            return ShellLexer.SplitWords(line);
        }
        catch (FormatException)
        {
            return line.Split(' ');
        }
    }

    public static IReadOnlyList<string> Json(string text) =>
        JsonSerializer.Deserialize<string[]>(text) ?? throw new FormatException(text);

    private static void Add(List<Instruction> result, string line)
    {
        line = line.Trim();
        if (line.Length == 0)
            return;
        var space = line.AsSpan().IndexOfAny(' ', '\t');
        var word = space < 0 ? line : line[..space];
        if (!Known.Contains(word))
            throw new FormatException("Unknown instruction: " + line);
        result.Add(new Instruction(word, space < 0 ? "" : line[space..].Trim()));
    }

    // Tried on Docker 20.10 and 28: the second of two backslashes does not continue the line.
    [GeneratedRegex(@"(?<!\\)\\[ \t]*$")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^--(from=\S+|chown=[\w.-]+(:[\w.-]+)?|chmod=[0-7]{3,4})\z")]
    private static partial Regex CopyFlag();

    [GeneratedRegex(@"^(--mount=\S+\s+)*")]
    private static partial Regex Mounts();

    [GeneratedRegex(@"^\d*<<-?[^<]*$")]
    private static partial Regex HereDocument();
}
