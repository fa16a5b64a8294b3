using MultiStage.Publishing;

namespace MultiStage.UnitTests.Publishing;

/// <summary>A stamp tells that something below a folder has changed, and nothing else.</summary>
public sealed class TreeStampTests : IDisposable
{
    private static readonly DateTime Time = new(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("multistage-stamp-");

    public TreeStampTests()
    {
        Write("a.cs", "a");
        Write("deep/b.cs", "b");
        Directory.CreateDirectory(InFolder("empty"));
    }

    public static TheoryData<string, Action<TreeStampTests>> Changes => new()
    {
        { "an edit of another length", test => test.Write("a.cs", "longer") },
        { "an edit of the same length", test => File.SetLastWriteTimeUtc(test.InFolder("a.cs"), Time.AddTicks(1)) },
        { "a new file", test => test.Write("deep/c.cs", "") },
        { "a new folder", test => Directory.CreateDirectory(test.InFolder("deep/new")) },
        { "a removed file", test => File.Delete(test.InFolder("a.cs")) },
        { "a removed folder", test => Directory.Delete(test.InFolder("empty")) },
        { "another name", test => File.Move(test.InFolder("a.cs"), test.InFolder("A.cs")) },
        { "another folder", test => File.Move(test.InFolder("deep/b.cs"), test.InFolder("empty/b.cs")) },
        { "a folder in the place of a file",
            test => { File.Delete(test.InFolder("a.cs")); Directory.CreateDirectory(test.InFolder("a.cs")); } },
        { "a link in the place of a file",
            test => { File.Delete(test.InFolder("a.cs")); File.CreateSymbolicLink(test.InFolder("a.cs"), "deep/b.cs"); } },
        { "a link that leads nowhere", test => File.CreateSymbolicLink(test.InFolder("link"), "nowhere") },
    };

    [Theory, MemberData(nameof(Changes))]
    public void A_change_shows(string name, Action<TreeStampTests> change)
    {
        var before = Stamp();
        Assert.Equal(before, Stamp());
        change(this);
        Assert.False(before == Stamp(), name);
    }

    [Fact]
    public void What_is_left_out_does_not_show()
    {
        string? WithoutDeep() => Value(stamp => stamp.AddFolder(root.FullName, entry => entry.Name is "deep" or "log.txt"));
        var before = WithoutDeep();
        Write("deep/c.cs", "");
        Write("log.txt", "");
        Assert.Equal(before, WithoutDeep());
    }

    [Fact]
    public void A_file_is_read_through_a_link()
    {
        using var other = new Images.TempFolder();
        var elsewhere = other.Write("x", "x");
        File.CreateSymbolicLink(InFolder("link"), elsewhere);
        var before = Stamp();
        File.WriteAllText(elsewhere, "another");
        Assert.NotEqual(before, Stamp());
        Assert.NotNull(Stamp());
    }

    [Fact]
    public void A_linked_folder_below_the_same_top_is_seen_there_and_one_elsewhere_is_not_seen()
    {
        Directory.CreateSymbolicLink(InFolder("near"), InFolder("deep"));
        Directory.CreateSymbolicLink(InFolder("up"), ".");
        Assert.NotNull(Stamp());
        Directory.CreateSymbolicLink(InFolder("far"), Path.GetTempPath());
        Assert.Null(Stamp());
    }

    [Fact]
    public void A_folder_that_is_missing_is_not_one_that_is_empty()
    {
        var missing = Value(stamp => stamp.AddFolder(InFolder("later")));
        Directory.CreateDirectory(InFolder("later"));
        Assert.NotNull(missing);
        Assert.NotEqual(missing, Value(stamp => stamp.AddFolder(InFolder("later"))));
    }

    [Fact]
    public void A_file_that_is_missing_is_seen_when_it_comes()
    {
        string? Later() => Value(stamp => stamp.AddFile(InFolder("later.txt")));
        var missing = Later();
        Write("later.txt", "");
        Assert.NotEqual(missing, Later());
    }

    [Theory, InlineData(4, true), InlineData(3, false)]
    public void More_than_the_limit_is_not_looked_at(int most, bool isKnown)
    {
        using var stamp = new TreeStamp(most);
        Assert.Equal(isKnown, stamp.AddFolder(root.FullName).Value is not null);
    }

    [Fact]
    public void Texts_are_told_apart_also_where_they_join() =>
        Assert.NotEqual(Value(stamp => stamp.AddText("ab").AddText("c")), Value(stamp => stamp.AddText("a").AddText("bc")));

    public void Dispose() => root.Delete(recursive: true);

    private string? Stamp() => Value(stamp => stamp.AddFolder(root.FullName));

    private static string? Value(Func<TreeStamp, TreeStamp> add)
    {
        using var stamp = new TreeStamp();
        return add(stamp).Value;
    }

    private string InFolder(string path) => Path.Combine(root.FullName, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InFolder(path))!);
        File.WriteAllText(InFolder(path), text);
        File.SetLastWriteTimeUtc(InFolder(path), Time);
    }
}
