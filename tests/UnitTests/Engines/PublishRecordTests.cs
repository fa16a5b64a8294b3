using MultiStage.Engines.Contract;
using MultiStage.Engines.Embedded;

namespace MultiStage.UnitTests.Engines;

/// <summary>The files of the last publish are taken only while they and their inputs are as they were.</summary>
public sealed class PublishRecordTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("multistage-record-");
    private readonly HostPublish publish;

    public PublishRecordTests()
    {
        var folder = root.CreateSubdirectory("linux-x64").FullName + Path.DirectorySeparatorChar;
        publish = new HostPublish("linux/amd64", OnHost(folder))
        {
            Inputs = "inputs",
            Origins = new Dictionary<string, PublishedOrigin>
            {
                ["app.dll"] = new("app", ""),
                ["lib/Käse öl.dll"] = new("packages", "Package.One"),
            },
        };
        File.WriteAllText(folder + "app.dll", "app");
    }

    private string Record => Path.Combine(root.FullName, "linux-x64.record");

    [Fact]
    public void What_was_written_is_read()
    {
        PublishRecord.Write(publish);
        Assert.Equal(publish.Origins, PublishRecord.Read(publish));
        Assert.Equal(["linux-x64", "linux-x64.record"],
            root.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_was_written_yet() => Assert.Null(PublishRecord.Read(publish));

    [Fact]
    public void Other_inputs_are_another_publish()
    {
        PublishRecord.Write(publish);
        Assert.Null(PublishRecord.Read(publish with { Inputs = "others" }));
    }

    [Fact]
    public void A_file_that_somebody_wrote_into_the_folder_is_noticed()
    {
        PublishRecord.Write(publish);
        File.WriteAllText(publish.Folder + "stranger", "");
        Assert.Null(PublishRecord.Read(publish));
    }

    [Fact]
    public void A_file_in_the_root_folder_is_noticed_too()
    {
        var site = publish with { RootFolder = OnHost(root.CreateSubdirectory("root").FullName) };
        PublishRecord.Write(site);
        Assert.NotNull(PublishRecord.Read(site));
        File.WriteAllText(Path.Combine(site.RootFolder, "nginx.conf"), "");
        Assert.Null(PublishRecord.Read(site));
    }

    [Fact]
    public void A_folder_that_somebody_removed_is_noticed()
    {
        PublishRecord.Write(publish);
        Directory.Delete(publish.Folder, recursive: true);
        Assert.Null(PublishRecord.Read(publish));
    }

    [Fact]
    public void What_is_forgotten_is_not_read()
    {
        PublishRecord.Write(publish);
        PublishRecord.Forget(publish);
        PublishRecord.Forget(publish);
        Assert.Null(PublishRecord.Read(publish));
    }

    [Fact]
    public void Inputs_that_cannot_be_told_are_not_kept()
    {
        PublishRecord.Write(publish with { Inputs = "" });
        Assert.False(File.Exists(Record));
    }

    [Theory, InlineData("a\tb"), InlineData("a\nb")]
    public void A_name_that_the_form_cannot_hold_is_not_kept(string name)
    {
        PublishRecord.Write(publish with { Origins = new Dictionary<string, PublishedOrigin> { [name] = new("app", "") } });
        Assert.False(File.Exists(Record));
    }

    [Theory, InlineData(""), InlineData("inputs"), InlineData("damaged\n\n\n")]
    public void A_damaged_record_is_none(string text)
    {
        File.WriteAllText(Record, text);
        Assert.Null(PublishRecord.Read(publish));
    }

    [Fact]
    public void A_damaged_line_is_no_file()
    {
        PublishRecord.Write(publish);
        File.AppendAllText(Record, "app\tonly two\n");
        Assert.Null(PublishRecord.Read(publish));
    }

    public void Dispose() => root.Delete(recursive: true);
}
