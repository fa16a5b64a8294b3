using FsCheck;
using FsCheck.Fluent;
using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.TestLayers;

namespace MultiStage.UnitTests.Images;

/// <summary>Paths and entries that a layer may have.</summary>
public class LayerPathTests
{
    [Theory]
    [InlineData("/app/x", "app/x")]
    [InlineData("./app//x/", "app/x")]
    [InlineData("app/./x", "app/x")]
    [InlineData("a b/c", "a b/c")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("..a/b..", "..a/b..")]
    public void Paths_have_one_form(string path, string expected) => Assert.Equal(expected, LayerPath.Normalize(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("a\0b")]
    [InlineData(".wh.x")]
    [InlineData("a/.wh..wh..opq")]
    public void Paths_that_cannot_be_in_a_layer_are_one_error(string path) =>
        Errors.Throws(ImageDiagnostics.InvalidEntry, () => LayerListing.Arrange([LayerEntry.File(path, "x"u8.ToArray())], Plain));

    [Fact]
    public void Entries_that_contradict_each_other_are_one_error()
    {
        var file = LayerEntry.File("a", "1"u8.ToArray());
        Refused(file, LayerEntry.File("/a", "2"u8.ToArray()));
        Refused(file, LayerEntry.Directory("a"));
        Refused(file, LayerEntry.File("a/b", "2"u8.ToArray()));
        Refused(LayerEntry.SymbolicLink("a", "/tmp"), LayerEntry.File("a/b", "2"u8.ToArray()));
        Refused(LayerEntry.HardLink("b", "nothing"));
        Refused(LayerEntry.HardLink("b", "b"));
        Refused(LayerEntry.HardLink("b", "c"), LayerEntry.HardLink("c", "b"));
        Refused(LayerEntry.HardLink("b", "d"), LayerEntry.Directory("d"));
        Refused(LayerEntry.SymbolicLink("b", ""));
        Refused(new LayerEntry { Kind = LayerEntryKind.File, Path = "x" });
        Refused(LayerEntry.File("x", "x"u8.ToArray(), (UnixFileMode)0x10000));
        Refused(LayerEntry.File("x", "x"u8.ToArray(), userId: -1));
        Assert.Single(LayerListing.Arrange([LayerEntry.Directory("a"), LayerEntry.Directory("/a/")], Plain));
    }

    [Fact]
    public void Any_path_is_either_refused_or_stays_inside() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            try
            {
                var path = LayerPath.Normalize(text.Get);
                return !path.StartsWith('/') && !path.Split('/').Any(part => part is "" or "." or "..");
            }
            catch (ImageException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    private static void Refused(params LayerEntry[] entries) =>
        Errors.Throws(ImageDiagnostics.InvalidEntry, () => LayerListing.Arrange(entries, Plain));
}
