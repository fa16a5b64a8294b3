using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

/// <summary>Commands of RUN, given to a real shell and to the real command line of .NET.</summary>
public sealed class ShellTests
{
    [Fact]
    public void A_shell_gives_every_word_to_the_program_as_it_was()
    {
        // Line breaks never get here: paths are refused and properties are escaped.
        var cases = Gen.Sample(Generators.Line.NonEmptyListOf(), 800).Select(words => words.ToArray()).ToList();
        var read = Run(cases.Select(words => new Command([new LiteralWord("show"), .. words.Select(word => new LiteralWord(word))], [])));
        Assert.Equal(cases.Count, read.Count);
        foreach (var (expected, actual) in cases.Zip(read))
            Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_shell_sets_every_variable_to_the_value_as_it_was()
    {
        var values = Gen.Sample(Generators.Line, 300).ToList();
        var read = Run(values.Select(value => new Command([new LiteralWord("showvar")], [new CommandVariable("GIVEN", value)])));
        Assert.Equal(values, read.Select(words => words.Single()));
    }

    [Fact]
    public void A_property_is_one_word_without_line_breaks_whatever_its_value()
    {
        var values = Gen.Sample(Generators.Text, 500).ToList();
        var commands =
            values.Select(value => new Command([new LiteralWord("show"), new PropertyWord("P", value), new LiteralWord("end")], []))
                .ToList();
        Assert.All(commands, command => Assert.DoesNotContain('\n', ShellQuoting.Command(command)));
        foreach (var words in Run(commands))
        {
            Assert.Equal(2, words.Count);
            Assert.StartsWith("-p:P=", words[0], StringComparison.Ordinal);
            Assert.Equal("end", words[1]);
        }
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("publish")]
    public async Task MSBuild_reads_every_property_as_it_was(string verb)
    {
        var folder = Directory.CreateTempSubdirectory("multistage-unit-");
        try
        {
            var project = Path.Combine(folder.FullName, "p.proj");
            await File.WriteAllTextAsync(project, "<Project><Target Name=\"Restore\" /><Target Name=\"Publish\" /></Project>");
            // MSBuild itself drops white space around values, and nothing before it can keep that.
            string[] values =
            [
                "x", "a b", "it's", "\"quoted\"", "a\"b", "a;b;c", "a,b", "a=b", "http://+:80;https://+:443", "$(Configuration)",
                "@(Compile)", "%(Identity)", "%41", "100%", "50%25", "*", "?.cs",
                "C:\\app\\", "\\\\server\\share\\", "a\nb", "a\r\nb", "a\tb", "#", "&&", "|", "<x>", "é日本😀", "`id`", "$HOME", "!", "{0}",
                "(a)", "[x]", "^", "~", "-p:X=Y", "/x", "--x", "a;\"b\";c", "a;b c;d", ";", ",", "a;", ";a", "a\\", "\\", "\"", "''",
                "a,b;c=d", "trailing;\\", new string('x', 5000),
            ];
            var words = new List<Word> { "dotnet", verb, project };
            words.AddRange(values.Select((value, index) => new PropertyWord($"P{index}", value)));
            words.Add("-getProperty:" + string.Join(',', values.Select((_, index) => $"P{index}")));
            var output = Shell(ShellQuoting.Command(new Command(words, [])) + "\n",
                new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" });
            using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
            var properties = json.RootElement.GetProperty("Properties");
            var wrong = values.Select((value, index) => (value, read: properties.GetProperty($"P{index}").GetString()))
                .Where(pair => pair.value != pair.read).ToList();
            Assert.True(wrong.Count == 0, string.Join("\n", wrong.Select(pair => $"'{pair.value}' was read as '{pair.read}'")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<List<string>> Run(IEnumerable<Command> commands)
    {
        var script =
            new StringBuilder("show() { printf '%s\\0' \"$@\"; printf '\\001\\0'; }\nshowvar() { printf '%s\\0\\001\\0' \"$GIVEN\"; }\n");
        foreach (var command in commands)
            script.Append(ShellQuoting.Command(command)).Append('\n');
        var result = new List<List<string>>();
        var words = new List<string>();
        foreach (var word in Shell(script.ToString()).Split('\0')[..^1])
        {
            if (word != "\u0001")
            {
                words.Add(word);
                continue;
            }
            result.Add(words);
            words = [];
        }
        return result;
    }

    private static string Shell(string script, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script);
            var start = new ProcessStartInfo("sh", [file]) { RedirectStandardOutput = true, RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8 };
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
                .ToList())
                start.Environment.Remove(name);
            foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
                start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result + output);
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
