using MultiStage.Publishing;

namespace MultiStage.UnitTests.Publishing;

public sealed class TreeListTests : IDisposable
{
    private static readonly DateTime Built = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void An_edit_that_is_newer_than_its_output_needs_no_help()
    {
        var before = List(("a.cs", "one", -60));
        Assert.Empty(List(("a.cs", "two!", 60)).HiddenFromTimes(before, Built));
    }

    [Theory]
    [InlineData("two!", -60)]
    [InlineData("two", -30)]
    [InlineData("two!", 0)]
    public void An_edit_with_an_older_time_is_hidden(string text, int seconds)
    {
        var before = List(("a.cs", "one", -60), ("b.cs", "same", -60));
        Assert.Equal([At("a.cs")], List(("a.cs", text, seconds), ("b.cs", "same", -60)).HiddenFromTimes(before, Built));
    }

    [Fact]
    public void A_file_that_comes_with_an_older_time_is_hidden()
    {
        var before = List(("a.cs", "one", -60));
        Assert.Equal([At("b.json")], List(("a.cs", "one", -60), ("b.json", "{}", -3600)).HiddenFromTimes(before, Built));
    }

    [Fact]
    public void What_is_kept_is_what_was_seen()
    {
        var place = Path.Combine(folder.FullName, "kept", "list.tree");
        var list = List(("a b.cs", "one", -60), ("ü.cs", "", -60));
        list.Write(place);
        Assert.Empty(list.HiddenFromTimes(TreeList.Read(place)!, Built));
        Assert.Equal([At("a b.cs")], List(("a b.cs", "two!", -90), ("ü.cs", "", -60)).HiddenFromTimes(TreeList.Read(place)!, Built));
    }

    [Theory]
    [InlineData("no list")]
    [InlineData("1 x /a")]
    [InlineData("99999999999999999999 1 /a")]
    public void A_list_that_cannot_be_read_is_none(string text)
    {
        var place = Path.Combine(folder.FullName, "list.tree");
        File.WriteAllText(place, text);
        Assert.Null(TreeList.Read(place));
        Assert.Null(TreeList.Read(place + ".missing"));
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private TreeList List(params (string Name, string Text, int Seconds)[] files)
    {
        var list = new TreeList();
        foreach (var (name, text, seconds) in files)
        {
            File.WriteAllText(At(name), text);
            File.SetLastWriteTimeUtc(At(name), Built.AddSeconds(seconds));
            list.Add(new FileInfo(At(name)));
        }
        return list;
    }
}
