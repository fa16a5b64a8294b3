using MultiStage.Diagnostics;
using MultiStage.RuntimeFiles;

namespace MultiStage.UnitTests.RuntimeFiles;

public sealed class CollectorTests
{
    private const string Libraries = "/usr/lib/x86_64-linux-gnu";
    private static readonly string[] Always =
    [
        "/etc/group", "/etc/nsswitch.conf", "/etc/passwd", "/lib", "/lib64", Libraries + "/ld-linux-x86-64.so.2", Libraries
            + "/libc.so.6", "/usr/lib64/ld-linux-x86-64.so.2",
    ];

    [Fact]
    public void A_small_app_takes_the_loader_its_libraries_and_users()
    {
        using var root = FakeRoot.Full().Program();
        root.Collect();
        Assert.Equal(Always, root.ImageFiles);
        Assert.Contains("app:x:1654:1654::/home/app:", File.ReadAllText(root.Image.OnHost("/etc/passwd")), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("1777", Mode(root, "/tmp"));
            Assert.Equal("1777", Mode(root, "/home/app"));
            Assert.Equal("755", Mode(root, "/usr/lib"));
            Assert.Equal("755", Mode(root, Libraries + "/ld-linux-x86-64.so.2"));
            Assert.Equal("644", Mode(root, Libraries + "/libc.so.6"));
        }
    }

    [Fact]
    public void Links_stay_links_and_lead_to_the_file()
    {
        using var root = FakeRoot.Debian().Library(Libraries + "/libz.so.1.3").Link(Libraries + "/libz.so.1", "libz.so.1.3")
            .Program(needed: ["libz.so.1"]);
        root.Collect();
        Assert.Equal("libz.so.1.3", new FileInfo(root.Image.OnHost(Libraries + "/libz.so.1")).LinkTarget);
        Assert.Equal(Libraries + "/libz.so.1.3", root.Image.Find("/lib/x86_64-linux-gnu/libz.so.1")!.Path);
    }

    [Fact]
    public void Two_runs_are_equal_down_to_the_times()
    {
        using var root = FakeRoot.Full().Program("libicuuc");
        root.Collect(new RuntimeFeatures());
        var first = State(root);
        root.Collect(new RuntimeFeatures());
        Assert.Equal(first, State(root));
    }

    [Fact]
    public void What_an_earlier_run_left_is_gone()
    {
        using var root = FakeRoot.Full().Program();
        root.Collect(new RuntimeFeatures { IsInvariantGlobalization = true });
        root.Collect();
        Assert.Equal(Always, root.ImageFiles);
    }

    [Fact]
    public void A_folder_with_other_files_is_left_alone()
    {
        using var root = FakeRoot.Debian().Program();
        Directory.CreateDirectory(root.Output);
        File.WriteAllText(Path.Combine(root.Output, "mine"), "");
        Assert.Equal("MST5104", Assert.Throws<ContainerException>(() => root.Collect()).Descriptor.Code);
        Assert.True(File.Exists(Path.Combine(root.Output, "mine")));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Time_zones_come_unless_switched_off(bool isInvariant, bool expected)
    {
        using var root = FakeRoot.Full().Program();
        root.Collect(new RuntimeFeatures { IsInvariantGlobalization = true, IsInvariantTimezone = isInvariant });
        Assert.Equal(expected, root.Image.Find("/usr/share/zoneinfo/Europe/Berlin") is not null);
        Assert.Null(root.Image.Find("/usr/share/zoneinfo/right/UTC"));
    }

    [Theory]
    [InlineData("libicuuc", false, true)]
    [InlineData("libicuuc", true, false)]
    [InlineData("", false, false)]
    public void Icu_comes_when_the_program_opens_it(string text, bool isInvariant, bool expected)
    {
        using var root = FakeRoot.Full().Program(text);
        root.Collect(new RuntimeFeatures { IsInvariantGlobalization = isInvariant, IsInvariantTimezone = true });
        string[] names = ["libicuuc.so.74", "libicui18n.so.74", "libicudata.so.74", "libicudata.so.74.2"];
        Assert.All(names, name => Assert.Equal(expected, root.Image.Find($"{Libraries}/{name}") is not null));
        Assert.Null(root.Image.Find(Libraries + "/libicuuc.so.9"));
    }

    [Fact]
    public void OpenSsl_comes_with_certificates_settings_and_the_modules_that_they_name()
    {
        using var root = FakeRoot.Full().Program("No usable version of libssl was found");
        Assert.True(root.Collect().HasOpenSsl);
        string[] expected =
        [
            .. Always, "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/openssl.cnf", Libraries + "/libcrypto.so.3", Libraries
                + "/libssl.so.3",
            Libraries + "/ossl-modules/fips.so", "/usr/lib/ssl/cert.pem", "/usr/lib/ssl/certs", "/usr/lib/ssl/openssl.cnf",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), root.ImageFiles);
        Assert.Equal("/etc/ssl/certs/ca-certificates.crt", root.Image.Find("/usr/lib/ssl/certs/ca-certificates.crt")!.Path);
    }

    [Theory]
    [InlineData("libSystem.Security.Cryptography.Native.OpenSsl.so System.Security.Cryptography.dll", "", null, true)]
    [InlineData("libSystem.Security.Cryptography.Native.OpenSsl.so", "", null, false)]
    [InlineData("", "usable version of libssl DOTNET_BUNDLE_EXTRACT_BASE_DIR System.Security.Cryptography.dll", null, true)]
    [InlineData("", "usable version of libssl DOTNET_BUNDLE_EXTRACT_BASE_DIR", null, false)]
    [InlineData("", "usable version of libssl", null, true)]
    [InlineData("", "usable version of libssl", false, false)]
    [InlineData("", "", true, true)]
    [InlineData("", "", null, false)]
    public void OpenSsl_comes_when_the_app_can_use_it(string files, string text, bool? asked, bool expected)
    {
        using var root = FakeRoot.Full().Program(text);
        foreach (var file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            root.Published(file);
        Assert.Equal(expected,
            root.Collect(
                new RuntimeFeatures { IsInvariantGlobalization = true, IsInvariantTimezone = true, UsesOpenSsl = asked }).HasOpenSsl);
    }

    [Theory]
    [InlineData("time zones", "/usr/share/zoneinfo/UTC", "InvariantTimezone")]
    [InlineData("cultures", Libraries + "/libicui18n.so.74", "InvariantGlobalization")]
    [InlineData("cryptography", Libraries + "/libssl.so.3", "ContainerOpenSsl")]
    [InlineData("cryptography", "/etc/ssl/certs/ca-certificates.crt", "ContainerOpenSsl")]
    public void A_part_that_the_builder_lacks_is_named_with_its_switch(string part, string removed, string property)
    {
        using var root = FakeRoot.Full().Program("libicuuc usable version of libssl").Remove(removed);
        var error = Assert.Throws<ContainerException>(() => root.Collect(new RuntimeFeatures()));
        Assert.Equal("MST5103", error.Descriptor.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains(property, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_app_without_a_program_needs_a_runtime()
    {
        using var root = FakeRoot.Full().Published("app.dll");
        Assert.Equal("MST5101", Assert.Throws<ContainerException>(() => root.Collect()).Descriptor.Code);
    }

    private static string Mode(FakeRoot root, string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(root.Image.OnHost(path)), 8);

    private static List<string> State(FakeRoot root) =>
        [.. root.ImageFiles.Select(
            path => $"{path} {File.GetLastWriteTimeUtc(root.Image.OnHost(path)):O} {Mode(root, root.Image.Find(path)?.Path ?? path)}")];
}
