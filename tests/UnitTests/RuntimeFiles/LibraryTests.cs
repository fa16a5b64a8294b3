using MultiStage.Diagnostics;
using MultiStage.RuntimeFiles;

namespace MultiStage.UnitTests.RuntimeFiles;

/// <summary>Where libraries are looked for, and what happens when they are nowhere.</summary>
public sealed class LibraryTests
{
    private const string Libraries = "/usr/lib/x86_64-linux-gnu";

    [Fact]
    public void Libraries_of_libraries_are_found_and_circles_end()
    {
        using var root = FakeRoot.Debian().Library(Libraries + "/liba.so", ["libb.so"])
            .Library(Libraries + "/libb.so", ["liba.so", "libc.so.6"]).Program(needed: ["liba.so"]);
        Assert.Superset(
            new HashSet<string> { "/lib/x86_64-linux-gnu/liba.so", "/lib/x86_64-linux-gnu/libb.so", "/lib/x86_64-linux-gnu/libc.so.6" },
            root.Collect().Libraries.ToHashSet());
    }

    [Fact]
    public void A_library_that_only_the_loaders_cache_knows_gets_a_link_where_it_looks_without()
    {
        using var root = FakeRoot.Debian().Library("/opt/vendor/lib/libv.so.1")
            .Text("/etc/ld.so.conf", "include ld.so.conf.d/*.conf\n")
            .Text("/etc/ld.so.conf.d/vendor.conf", "# of the vendor\n/opt/vendor/lib\n").Program(needed: ["libv.so.1"]);
        root.Collect();
        Assert.Equal("/opt/vendor/lib/libv.so.1", root.Image.Find("/lib/x86_64-linux-gnu/libv.so.1")!.Path);
    }

    [Fact]
    public void RunPath_and_origin_lead_to_folders_beside_a_library()
    {
        using var root = FakeRoot.Debian().Library("/opt/x/lib/liba.so", ["libb.so"], runPath: "$ORIGIN/../private:/nowhere")
            .Library("/opt/x/private/libb.so")
            .Published("app", new ElfBytes { Interpreter = FakeRoot.Loader, Needed = ["liba.so"], RunPath = "/opt/x/lib" });
        Assert.Contains("/opt/x/lib/../private/libb.so", root.Collect().Libraries);
        Assert.NotNull(root.Image.Find("/opt/x/private/libb.so"));
    }

    [Fact]
    public void Libraries_of_the_app_are_not_searched_for()
    {
        using var root = FakeRoot.Debian().Program(needed: ["libown.so.1", "libnamed.so.2"]).Published("libown.so.1", new ElfBytes())
            .Published("libother.so", new ElfBytes { SoName = "libnamed.so.2" });
        Assert.DoesNotContain(root.Collect().Libraries, library => library.Contains("libown", StringComparison.Ordinal));
    }

    [Fact]
    public void Libraries_of_other_processors_are_passed_over()
    {
        using var root = FakeRoot.Debian().Library("/lib/libq.so", machine: ElfBytes.Arm64).Program(needed: ["libq.so"])
            .Published("runtimes/linux-arm64/libz.so", new ElfBytes { Machine = ElfBytes.Arm64, Needed = ["libnever.so"] });
        var error = Assert.Throws<ContainerException>(() => root.Collect());
        Assert.Equal("MST5102", error.Descriptor.Code);
        Assert.Contains("'app' needs the library 'libq.so'", error.Message, StringComparison.Ordinal);
        Assert.Contains("x86-64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_for_another_processor_takes_its_libraries_when_they_are_there()
    {
        const string loader = "/lib/ld-linux-aarch64.so.1";
        using var root = FakeRoot.Debian()
            .Published("app", new ElfBytes { Machine = ElfBytes.Arm64, Interpreter = loader, Needed = ["libc.so.6"] });
        Assert.Contains("AArch64", Assert.Throws<ContainerException>(() => root.Collect()).Message, StringComparison.Ordinal);
        root.Library(loader, machine: ElfBytes.Arm64).Library("/usr/lib/aarch64-linux-gnu/libc.so.6", machine: ElfBytes.Arm64);
        Assert.Contains("/lib/aarch64-linux-gnu/libc.so.6", root.Collect().Libraries);
    }

    [Fact]
    public void All_missing_libraries_are_told()
    {
        using var root = FakeRoot.Debian().Program(needed: ["libone.so", "libtwo.so"]);
        Assert.Equal("'app' needs 'libone.so'\n'app' needs 'libtwo.so'", Assert.Throws<ContainerException>(() => root.Collect()).Details);
    }

    [Theory]
    [InlineData("libgssapi_krb5.so.2", false, "MST5102")]
    [InlineData("libgssapi_krb5.so.2", true, "")]
    [InlineData("libc.so.6", false, "")]
    public void A_library_that_is_asked_for_by_name_is_there_or_may_be_missing(string name, bool isOptional, string code)
    {
        using var root = FakeRoot.Debian().Program();
        var features = new RuntimeFeatures { IsInvariantTimezone = true, OpenedLibraries = [name],
            OptionalLibraries = isOptional ? new HashSet<string> { name } : [] };
        Assert.Equal(code, (Record.Exception(() => root.Collect(features)) as ContainerException)?.Descriptor.Code ?? "");
    }

    [Fact]
    public void The_tracing_library_of_the_runtime_needs_nothing()
    {
        using var root = FakeRoot.Debian().Program()
            .Published("libcoreclrtraceptprovider.so", new ElfBytes { Needed = ["liblttng-ust.so.0"] });
        root.Collect();
    }

    [Fact]
    public void Musl_looks_in_its_own_folders_and_its_file_comes_along()
    {
        const string loader = "/lib/ld-musl-x86_64.so.1";
        using var root = FakeRoot.Debian().Library(loader).Library("/own/libm.so").Text("/etc/ld-musl-x86_64.path", "/lib\n/own\n")
            .Program(interpreter: loader, needed: ["libm.so"]);
        Assert.Contains("/own/libm.so", root.Collect().Libraries);
        Assert.NotNull(root.Image.Find("/etc/ld-musl-x86_64.path"));
        Assert.Null(root.Image.Find(Libraries + "/libc.so.6"));
    }

    [Fact]
    public void A_static_program_takes_no_library()
    {
        using var root = FakeRoot.Debian().Published("app", new ElfBytes { Type = 2 });
        Assert.Empty(root.Collect().Libraries);
    }

    [Fact]
    public void An_old_glibc_brings_the_libraries_that_look_up_names()
    {
        using var root = FakeRoot.Debian().Library(Libraries + "/libc.so.6", trailer: "GLIBC_2.28")
            .Library(Libraries + "/libnss_dns.so.2").Program();
        Assert.Contains("/lib/x86_64-linux-gnu/libnss_dns.so.2", root.Collect().Libraries);
    }

    [Fact]
    public void Links_never_lead_out_of_the_root_and_circles_are_nothing()
    {
        using var root = FakeRoot.Debian().Link("/up", "../../../../etc").Link("/a", "b").Link("/b", "a").Text("/etc/x", "");
        Assert.Equal("/etc/x", root.Builder.Find("/up/x")!.Path);
        Assert.Null(root.Builder.Find("/a"));
        Assert.Null(root.Builder.Find("/etc/x/y"));
        Assert.Null(root.Builder.Locate("/b/c"));
    }

    [Theory]
    [InlineData("""{"runtimeOptions":{"configProperties":{"System.Globalization.Invariant":true}}}""", true, false)]
    [InlineData("""{"runtimeOptions":{"configProperties":{"System.Globalization.Invariant":"true","System.TimeZoneInfo.Invariant":true}}}""", true, true)]
    [InlineData("""{"runtimeOptions":{"configProperties":{"System.Globalization.Invariant":1}}}""", false, false)]
    [InlineData("""{"runtimeOptions":{}}""", false, false)]
    [InlineData("[]", false, false)]
    [InlineData("{", false, false)]
    public void Features_are_read_from_the_runtime_configuration(string json, bool globalization, bool timezone)
    {
        var features = new RuntimeFeatures().With(json);
        Assert.Equal((globalization, timezone), (features.IsInvariantGlobalization, features.IsInvariantTimezone));
    }

    [Fact]
    public void The_runtime_configuration_wins_over_the_project() =>
        Assert.False(
            new RuntimeFeatures { IsInvariantGlobalization = true }.With(
                """{"runtimeOptions":{"configProperties":{"System.Globalization.Invariant":false}}}""").IsInvariantGlobalization);
}
