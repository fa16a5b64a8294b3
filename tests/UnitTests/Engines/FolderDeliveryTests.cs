using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;

namespace MultiStage.UnitTests.Engines;

/// <summary>Files that an engine wrote, on their way to a folder of the user's.</summary>
public sealed class FolderDeliveryTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("multistage-delivery-");

    private string Folder => Path.Combine(root.FullName, "bin", "out");

    [Fact]
    public void A_new_folder_holds_what_was_written_and_nothing_else_is_left()
    {
        var delivered = Deliver("app", "deep/er/data.txt");
        Assert.Equal(new DeliveredFiles(OnHost(Folder), 2, 2 * "app".Length), delivered with { Size = 6 });
        Assert.Equal(["app", "deep/er/data.txt"], Files());
        Assert.Equal(["out"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Folder)!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_second_delivery_removes_what_only_the_first_brought()
    {
        Deliver("app", "old.txt", "deep/er/data.txt");
        Deliver("app", "new.txt");
        Assert.Equal(["app", "new.txt"], Files());
        Assert.False(Directory.Exists(Path.Combine(Folder, "deep")));
    }

    [Fact]
    public void Files_of_others_stay()
    {
        Write(Path.Combine(Folder, "mine.txt"));
        Deliver("app", "old.txt");
        Assert.Equal(["app", "mine.txt", "old.txt"], Files());
        Deliver("app", "deep/new.txt");
        Assert.Equal(["app", "deep/new.txt", "mine.txt"], Files());
    }

    [Fact]
    public void The_list_of_another_folder_says_nothing_about_this_one()
    {
        Deliver("old.txt");
        Directory.Move(Folder, Folder + "-moved");
        Write(Path.Combine(Folder + "2", "old.txt"));
        using (var delivery = new FolderDelivery(OnHost(Folder + "2"), OnHost(List)))
        {
            Write(Path.Combine(delivery.Unfinished, "app"));
            delivery.Complete();
        }
        Assert.True(File.Exists(Path.Combine(Folder + "2", "old.txt")));
    }

    [Fact]
    public void A_delivery_that_is_not_completed_changes_nothing()
    {
        Deliver("app");
        using (var delivery = new FolderDelivery(OnHost(Folder), OnHost(List)))
            Write(Path.Combine(delivery.Unfinished, "half"));
        Assert.Equal(["app"], Files());
        Assert.Equal(["out"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Folder)!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_is_moved_as_a_link()
    {
        using (var delivery = new FolderDelivery(OnHost(Folder), OnHost(List)))
        {
            Write(Path.Combine(delivery.Unfinished, "a.so.1"));
            File.CreateSymbolicLink(Path.Combine(delivery.Unfinished, "a.so"), "a.so.1");
            Assert.Equal(2, delivery.Complete().Count);
        }
        Assert.Equal("a.so.1", new FileInfo(Path.Combine(Folder, "a.so")).LinkTarget);
    }

    [Fact]
    public void A_file_in_the_way_is_one_coded_error()
    {
        Write(Path.Combine(root.FullName, "bin"));
        var exception = Assert.Throws<ContainerException>(() => new FolderDelivery(OnHost(Folder), OnHost(List)));
        Assert.Equal("MST5701", exception.Descriptor.Code);
        Assert.Contains(Folder, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => root.Delete(recursive: true);

    private string List => Path.Combine(root.FullName, "obj", "export.files");

    private DeliveredFiles Deliver(params string[] files)
    {
        using var delivery = new FolderDelivery(OnHost(Folder), OnHost(List));
        foreach (var file in files)
            Write(Path.Combine(delivery.Unfinished, file));
        return delivery.Complete();
    }

    private static void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
    }

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal);
}
