using System.Text.RegularExpressions;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Architecture;

/// <summary>The arrows between rooms are those of the table in docs/architecture.md, and no room comes back to itself.</summary>
public sealed partial class RoomTests
{
    private static readonly IReadOnlyDictionary<string, string[]> Allowed = Table();

    [Fact]
    public void Every_arrow_between_rooms_stands_in_the_table() =>
        AssertNone(NamespaceGraph.OfTasks.Arrows
            .Select(arrow => (From: Room(arrow.Key.From), To: Room(arrow.Key.To), Place: arrow.Value))
            .Where(arrow => arrow.From != arrow.To && !Allowed.GetValueOrDefault(arrow.From, []).Contains(arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To} ({arrow.Place})").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_arrow_of_the_table_is_used() =>
        AssertNone(Allowed.SelectMany(row => row.Value.Select(to => (From: row.Key, To: to)))
            .Where(arrow => !NamespaceGraph.OfTasks.Arrows.Keys.Any(real => Room(real.From) == arrow.From && Room(real.To) == arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To}"));

    [Fact]
    public void Every_room_stands_in_the_table() =>
        AssertNone(
            NamespaceGraph.OfTasks.Arrows.Keys.SelectMany(arrow => new[] { Room(arrow.From), Room(arrow.To) }).Distinct()
                .Except(Allowed.Keys));

    [Fact]
    public void No_room_needs_itself_through_others()
    {
        AssertNone(Allowed.Keys.Where(room => Allowed[room].Any(next => Reaches(next, room))));

        static bool Reaches(string from, string wanted) => from == wanted || Allowed[from].Any(next => Reaches(next, wanted));
    }

    [Fact]
    public void No_namespace_needs_itself_through_others()
    {
        var arrows = NamespaceGraph.OfTasks.Arrows;
        var next = arrows.Keys.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        AssertNone(arrows.Where(arrow => Reached(arrow.Key.To).Contains(arrow.Key.From))
            .Select(arrow => $"{arrow.Key.From} -> {arrow.Key.To} ({arrow.Value})").Order(StringComparer.Ordinal));

        HashSet<string> Reached(string start)
        {
            var found = new HashSet<string>(StringComparer.Ordinal) { start };
            var waiting = new Queue<string>(found);
            while (waiting.TryDequeue(out var from))
                foreach (var to in next[from].Where(found.Add))
                    waiting.Enqueue(to);
            return found;
        }
    }

    [Fact]
    public void Arrows_lead_down_in_the_figure_which_has_every_namespace()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Folder, "docs", "architecture.md"))
            .SkipWhile(line => line != "<!-- The figure of the rooms. A test reads it. -->").Skip(2).TakeWhile(line => line != "```")
            .ToList();
        var places = lines.SelectMany((line, number) => Place().Matches(line).Select(match => (Name: match.Value, Number: number)))
            .ToDictionary(place => place.Name.Replace('/', '.').TrimEnd('.'), place => place.Number, StringComparer.Ordinal);
        var all = NamespaceGraph.OfTasks.Arrows.Keys.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().ToList();
        AssertNone(all.Except(places.Keys).Select(name => name + " is not in the figure")
            .Concat(places.Keys.Except(all).Select(name => name + " is no namespace"))
            .Concat(NamespaceGraph.OfTasks.Arrows.Where(arrow => places.GetValueOrDefault(arrow.Key.From)
                    >= places.GetValueOrDefault(arrow.Key.To))
                .Select(arrow => $"{arrow.Key.From} -> {arrow.Key.To} ({arrow.Value}) does not lead down")));
    }

    // | `Engines/` | Model, Images | … |
    private static Dictionary<string, string[]> Table() =>
        File.ReadAllLines(Path.Combine(Repository.Folder, "docs", "architecture.md")).Select(line => Row().Match(line))
            .Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value,
                match => match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                StringComparer.Ordinal);

    private static void AssertNone(IEnumerable<string> found)
    {
        if (string.Join('\n', found) is { Length: > 0 } text)
            Assert.Fail(text);
    }

    private static string Room(string space) => space.Split('.')[0];

    [GeneratedRegex(@"^\| `(\w+)/` \| ([\w, ]*) \|")]
    private static partial Regex Row();

    // Names of folders end with a slash, and nothing else in the figure does.
    [GeneratedRegex(@"[A-Z]\w*(/[A-Z]\w*)*/")]
    private static partial Regex Place();
}
