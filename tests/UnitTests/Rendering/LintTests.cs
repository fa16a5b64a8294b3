using System.Text.RegularExpressions;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

/// <summary>
/// The rules of hadolint that a generated file can break, for every golden file. Left out: DL3029, because builds for other
/// platforms need --platform; DL3008 and DL3018 (pinned packages) and DL3059 (one RUN a stage), which projects decide.
/// </summary>
public sealed partial class LintTests
{
    private static readonly string[] ReservedNames = ["scratch", "context"];

    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var folder in Directory.GetDirectories(Golden.Folder).Where(folder => File.Exists(Path.Combine(folder, "plan.json")))
                .Order(StringComparer.Ordinal))
                foreach (var dialect in new[] { "portable", "modern" })
                    data.Add(Path.GetFileName(folder), dialect);
            return data;
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void A_golden_file_breaks_no_rule(string name, string dialect) => Assert.Empty(Broken(Text(name, dialect)));

    [Theory, MemberData(nameof(Files))]
    public void Every_stage_is_described(string name, string dialect)
    {
        var lines = Text(name, dialect).Split('\n');
        foreach (var index in Enumerable.Range(0, lines.Length).Where(index => lines[index].StartsWith("FROM ", StringComparison.Ordinal)))
        {
            var stage = lines[index].Split(' ')[^1];
            // BuildKit's form: the name, and a sentence that starts with a verb.
            Assert.Matches($@"^# {Regex.Escape(stage)} [a-z]+,? \S.*[^.]$", lines[index - 1]);
            Assert.Equal("", lines[index - 2]);
        }
    }

    [Theory]
    [InlineData("DL3000", "FROM a:1 AS x\nWORKDIR app")]
    [InlineData("DL3002", "FROM a:1 AS x\nUSER root")]
    [InlineData("DL3002", "FROM a:1 AS base\nUSER 0\nFROM base AS x")]
    [InlineData("DL3003", "FROM a:1 AS x\nRUN cd /tmp && ls")]
    [InlineData("DL3004", "FROM a:1 AS x\nRUN sudo ls")]
    [InlineData("DL3006", "FROM debian AS x")]
    [InlineData("DL3007", "FROM debian:latest AS x")]
    [InlineData("DL3009", "FROM a:1 AS x\nRUN apt-get install -y --no-install-recommends curl")]
    [InlineData("DL3011", "FROM a:1 AS x\nEXPOSE 80000")]
    [InlineData("DL3012", "FROM a:1 AS x\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b")]
    [InlineData("DL3014", "FROM a:1 AS x\nRUN apt-get install --no-install-recommends curl && rm -rf /var/lib/apt/lists/*")]
    [InlineData("DL3015", "FROM a:1 AS x\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*")]
    [InlineData("DL3019", "FROM a:1 AS x\nRUN apk add curl")]
    [InlineData("DL3021", "FROM a:1 AS x\nWORKDIR /a\nCOPY b c d")]
    [InlineData("DL3022", "FROM a:1 AS x\nCOPY --from=y /a /b")]
    [InlineData("DL3023", "FROM a:1 AS x\nCOPY --from=x /a /b")]
    [InlineData("DL3024", "FROM a:1 AS x\nFROM a:1 AS x")]
    [InlineData("DL3025", "FROM a:1 AS x\nENTRYPOINT app")]
    [InlineData("DL3025", "FROM a:1 AS x\nCMD app")]
    [InlineData("DL3027", "FROM a:1 AS x\nRUN apt install curl")]
    [InlineData("DL3040", "FROM a:1 AS x\nRUN dnf install -y curl")]
    [InlineData("DL3044", "FROM a:1 AS x\nENV A=b C=$A")]
    [InlineData("DL3045", "FROM a:1 AS x\nCOPY a ./")]
    [InlineData("DL3063", "FROM a:1 AS context")]
    [InlineData("DL4003", "FROM a:1 AS x\nCMD [\"a\"]\nCMD [\"b\"]")]
    [InlineData("DL4004", "FROM a:1 AS x\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]")]
    [InlineData("DL4006", "FROM a:1 AS x\nRUN cat a | sort")]
    public void The_rules_find_what_they_are_about(string rule, string text) =>
        Assert.Equal([rule], Broken(text).Select(found => found.Split(' ')[0]));

    private static string Text(string name, string dialect) => File.ReadAllText(Path.Combine(Golden.Folder, name, "Dockerfile." + dialect));

    private static List<string> Broken(string text)
    {
        var broken = new List<string>();
        var stages = new Dictionary<string, State>(StringComparer.Ordinal);
        var state = new State();
        void Require(bool isKept, string rule, string what)
        {
            if (!isKept)
                broken.Add($"{rule} {what}");
        }

        foreach (var (word, rest) in DockerfileReader.Instructions(text))
        {
            var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (word == "FROM")
            {
                var (from, name) = (words[^3], words[^1]);
                Require(stages.ContainsKey(from) || from == "scratch" || from.AsSpan().IndexOfAny(":@") >= 0, "DL3006", from);
                Require(!from.EndsWith(":latest", StringComparison.Ordinal), "DL3007", from);
                Require(!stages.ContainsKey(name), "DL3024", name);
                Require(!ReservedNames.Contains(name), "DL3063", name);
                var below = stages.GetValueOrDefault(from);
                state = new State { Name = name, IsRoot = below?.IsRoot ?? false, HasFolder = below?.HasFolder ?? false };
                stages[name] = state;
            }
            else if (word == "WORKDIR")
            {
                Require(rest.Trim('"').StartsWith('/'), "DL3000", rest);
                state.HasFolder = true;
            }
            else if (word == "USER")
            {
                state.IsRoot = rest.Split(':')[0] is "root" or "0";
            }
            else if (word == "EXPOSE")
            {
                Require(int.Parse(rest.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture) is >= 0 and <= 65535,
                    "DL3011", rest);
            }
            else if (word == "ENV")
            {
                var names = Assignment().Matches(rest).Select(match => match.Groups[1].Value).ToList();
                // The value before the instruction is meant only where the name is the variable's own.
                Require(names.Count == 1 || !names.Any(name => Regex.IsMatch(rest, $@"(?<!\\)\$\{{?{Regex.Escape(name)}\b")),
                    "DL3044", rest);
            }
            else if (word == "COPY")
            {
                Copy(Require, rest, state, stages);
            }
            else if (word == "RUN")
            {
                Run(Require, rest);
            }
            else if (word is "ENTRYPOINT" or "CMD")
            {
                Require(rest.StartsWith('['), "DL3025", rest);
                Require(state.Seen.Add(word), word == "CMD" ? "DL4003" : "DL4004", rest);
            }
            else if (word == "HEALTHCHECK")
            {
                Require(state.Seen.Add(word), "DL3012", rest);
            }
            Require(word is not ("ADD" or "MAINTAINER" or "ONBUILD" or "SHELL"), "DL3020", word);
        }
        Require(!state.IsRoot, "DL3002", state.Name);
        return broken;
    }

    private static void Copy(Action<bool, string, string> require, string rest, State state, Dictionary<string, State> stages)
    {
        var flags = Flag().Matches(rest).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var paths = rest[(rest.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var list ? list : 0)..].Trim();
        var operands = paths.StartsWith('[') || rest.StartsWith('[')
            ? System.Text.Json.JsonSerializer.Deserialize<string[]>(rest[rest.IndexOf('[', StringComparison.Ordinal)..])!
            : [.. rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
        require(operands.Length == 2 || operands[^1].EndsWith('/'), "DL3021", rest);
        require(operands[^1].StartsWith('/') || state.HasFolder, "DL3045", rest);
        if (flags.GetValueOrDefault("from") is not { } from)
            return;
        require(stages.ContainsKey(from) || from.AsSpan().IndexOfAny(":@") >= 0, "DL3022", from);
        require(from != state.Name, "DL3023", from);
    }

    private static void Run(Action<bool, string, string> require, string rest)
    {
        // The JSON form holds what a project wrote; its shell is told to stop at errors.
        var commands = rest.StartsWith('[')
            ? []
            : Separator().Split(Mounts().Replace(rest, "")).Select(command => Variable().Replace(command.Trim(), "")).ToArray();
        bool Runs(string program) =>
            commands.Any(command => command == program || command.StartsWith(program + " ", StringComparison.Ordinal));
        require(!Runs("cd"), "DL3003", rest);
        require(!Runs("sudo"), "DL3004", rest);
        require(!Runs("apt"), "DL3027", rest);
        foreach (var command in commands.Where(command => command.StartsWith("apt-get install", StringComparison.Ordinal)))
        {
            require(command.Contains(" -y", StringComparison.Ordinal), "DL3014", command);
            require(command.Contains(" --no-install-recommends", StringComparison.Ordinal), "DL3015", command);
            require(rest.Contains("target=/var/lib/apt/lists", StringComparison.Ordinal)
                || rest.Contains("rm -rf /var/lib/apt/lists", StringComparison.Ordinal), "DL3009", command);
        }
        require(!commands.Any(
            command =>
                command.StartsWith("apk add", StringComparison.Ordinal)
                    && !command.Contains(" --no-cache", StringComparison.Ordinal)), "DL3019", rest);
        foreach (var manager in new[] { "dnf", "tdnf", "yum" })
            require(!Runs(manager + " install") || Runs(manager + " clean all"), "DL3040", rest);
        require(!Pipe().IsMatch(Quoted().Replace(rest, "")) || rest.StartsWith('['), "DL4006", rest);
    }

    private sealed class State
    {
        public string Name { get; init; } = "";
        public bool IsRoot { get; set; }
        public bool HasFolder { get; set; }
        public HashSet<string> Seen { get; } = [];
    }

    [GeneratedRegex(@"(?:^|\s)([A-Za-z_][\w.-]*)=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"--([a-z]+)(?:=(\S+))?")]
    private static partial Regex Flag();

    [GeneratedRegex(@"--mount=\S+")]
    private static partial Regex Mounts();

    [GeneratedRegex(@"&&|;|\|\|")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?:[A-Za-z_]\w*=\S*\s+)+")]
    private static partial Regex Variable();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<!\|)\|(?!\|)")]
    private static partial Regex Pipe();
}
