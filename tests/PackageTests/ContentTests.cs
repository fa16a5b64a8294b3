using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiStage.PackageTests;

/// <summary>What is in the nupkg.</summary>
public sealed class ContentTests
{
    private static readonly Lazy<Dictionary<string, byte[]>> Entries = new(Read);

    private static Dictionary<string, byte[]> Read()
    {
        using var package = ZipFile.OpenRead(Path.Combine(Checkout.Packages, "MultiStage.Sdk.1.0.0.nupkg"));
        return package.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray();
        });
    }

    [Fact]
    public void Both_doors_the_tasks_and_the_texts_are_there()
    {
        foreach (var file in new[] { "Sdk/Sdk.props", "Sdk/Sdk.targets", "build/MultiStage.Sdk.props",
            "buildMultiTargeting/MultiStage.Sdk.props", "tools/net10.0/MultiStage.Tasks.dll", "tools/net10.0/MultiStage.Tasks.deps.json",
            "README.md", "LICENSE" })
            Assert.Contains(file, Entries.Value.Keys);
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Root, "src", "MultiStage.Sdk", "build")).Select(Path.GetFileName))
            Assert.Contains("build/" + file, Entries.Value.Keys);
    }

    [Fact]
    public void Nothing_is_there_that_MSBuild_brings_or_a_project_would_reference()
    {
        foreach (var name in Entries.Value.Keys)
        {
            Assert.DoesNotContain("Microsoft.Build", name, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("^(lib|ref|content|contentFiles|runtimes|analyzers)/", name);
            Assert.DoesNotMatch(@"\.(pdb|cs|csproj|user)$", name);
        }
        Assert.DoesNotContain("tools/net10.0/System.Runtime.dll", Entries.Value.Keys);
        // The tasks are there twice: as they are, and compiled ahead for the platform that most images are built on.
        Assert.True(Entries.Value.Values.Sum(bytes => bytes.LongLength) < 12_000_000);
    }

    [Fact]
    public void Every_library_of_others_is_named_with_its_version_and_a_licence_whose_text_is_there()
    {
        var notices = Encoding.UTF8.GetString(Entries.Value["THIRD-PARTY-NOTICES"]);
        var libraries = Encoding.UTF8.GetString(Entries.Value["tools/net10.0/MultiStage.Tasks.deps.json"]);
        var shipped = Entries.Value.Keys.Where(name => name.EndsWith(".dll", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name)).Where(name => !name.StartsWith("MultiStage.", StringComparison.Ordinal))
            .Distinct().ToList();
        Assert.NotEmpty(shipped);
        foreach (var name in shipped)
        {
            var version = Regex.Match(libraries, $"\"{Regex.Escape(name)}/([^\"]+)\"").Groups[1].Value;
            var row = Regex.Match(notices, $@"^\| {Regex.Escape(name)} \| {Regex.Escape(version)} \| (\S+) \|", RegexOptions.Multiline);
            Assert.True(version.Length > 0 && row.Success, $"{name} {version} is not in THIRD-PARTY-NOTICES");
            Assert.Matches($"(?m)^{Regex.Escape(row.Groups[1].Value)}\n-+\n", notices);
        }
    }

    [Fact]
    public void The_nuspec_says_what_kind_of_package_it_is()
    {
        var nuspec = XDocument.Parse(Encoding.UTF8.GetString(Entries.Value["MultiStage.Sdk.nuspec"]).TrimStart('\uFEFF'));
        string Value(string name) => nuspec.Descendants().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal("MultiStage.Sdk", Value("id"));
        Assert.Equal("1.0.0", Value("version"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal(["MSBuildSdk", "Dependency"],
            nuspec.Descendants().Where(element => element.Name.LocalName == "packageType")
                .Select(element => element.Attribute("name")!.Value));
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName is "dependency" or "frameworkAssembly");
    }

    [Fact]
    public void No_path_of_the_machine_that_packed_it_is_in_it()
    {
        foreach (var (name, bytes) in Entries.Value)
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
                Assert.True(bytes.AsSpan().IndexOf(encoding.GetBytes(Checkout.Root + "/")) < 0, name);
    }
}
