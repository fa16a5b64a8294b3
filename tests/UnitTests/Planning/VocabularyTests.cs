using System.Text.RegularExpressions;
using MultiStage.Planning;
using MultiStage.UnitTests.Docs;

namespace MultiStage.UnitTests.Planning;

/// <summary>The table of names in the code, against docs/reference; and what counts as a slip.</summary>
public sealed partial class VocabularyTests
{
    // Written in the project, and no metadata.
    private static readonly string[] NoMetadata = ["Include"];

    // What tools of others define, as their documentation and their targets have it: properties and items of the .NET SDK
    // and of Visual Studio's container tools.
    private const string Others = """
        ContainerDevelopmentMode ContainerPath ContainerBuildContext ContainerContext ContainerBuildArguments ContainerFastModeStage
        ContainerImageTag ContainerImageTags ContainerRepository ContainerImageLabels ContainerIncludeDefaultImageLabels
        ContainerLabelBuiltImages ContainerFastModeProjectMountDirectory ContainerVsDbgPath ContainerIntermediateOutputPath
        ContainerPublishDirectory ContainerBuildDependsOn ContainerPublishDependsOn ContainersTasksAssemblyFile
        ContainerSemaphoreFilePath DockerfileFile DockerfilePath DockerfileContext DockerfileBuildArguments DockerfileFastModeStage
        DockerfileStage DockerfileTag DockerfileRepository DockerRepository DockerImageLabels DockerIncludeDefaultImageLabels
        DockerLabelBuiltImages DockerFastModeProjectMountDirectory DockerDefaultTargetOS DockerDebuggeeKillProgram Dockerfile
        EnableSdkContainerDebugging EnableSdkContainerSupport ContainerBaseImage ContainerFamily ContainerRuntimeIdentifier
        ContainerRuntimeIdentifiers ContainerRegistry RegistryUrl LocalRegistry ContainerImageName PublishImageTag
        AutoGenerateImageTag ContainerArchiveOutputPath ContainerImageFormat ContainerWorkingDirectory ContainerUser
        ContainerAppCommandInstruction ContainerPublishInParallel ContainerGenerateLabels ContainerGenerateLabelsDotnetToolset
        ContainerGenerateLabelsImageCreated ContainerGenerateLabelsImageDescription ContainerGenerateLabelsImageAuthors
        ContainerGenerateLabelsImageUrl ContainerGenerateLabelsImageDocumentation ContainerGenerateLabelsImageSource
        ContainerGenerateLabelsImageVersion ContainerGenerateLabelsImageRevision ContainerGenerateLabelsImageVendor
        ContainerGenerateLabelsImageLicenses ContainerGenerateLabelsImageTitle ContainerGenerateLabelsImageBaseDigest
        ContainerGenerateLabelsImageBaseName ContainerDescription ContainerAuthors ContainerInformationUrl ContainerDocumentationUrl
        ContainerVersion ContainerLicenseExpression ContainerTitle ContainerVendor GeneratedContainerManifest
        GeneratedContainerConfiguration GeneratedContainerDigest GeneratedArchiveOutputPath GeneratedContainerMediaType
        GeneratedImageIndex GeneratedContainer GeneratedContainerName SDKContainerSupportEnabled ContainerLabel ContainerPort
        ContainerEnvironmentVariable ContainerEntrypoint ContainerEntrypointArgs ContainerAppCommand ContainerAppCommandArgs
        ContainerDefaultArgs ContainerBaseDigest ContainerBaseName ContainerBaseTag ContainerBaseImageDigest ContainerFormat
        ContainerEnvironmentVariables ContainerTag ContainerTags ContainerImage ContainerLaunch ContainerState ContainerName
        ContainerBuild ContainerPublish ContainerPushImage ContainerClean ContainerShutdown ContainerConfiguration ContainerPart
        DOTNET_RUNNING_IN_CONTAINER Configuration Configurations Platform TargetFramework RuntimeIdentifier Version Content None
        Compile ProjectReference PackageReference
        """;

    [Fact]
    public void Items_and_their_metadata_are_those_of_the_reference()
    {
        var rows = Rows("items.md").Where(row => row.Name.StartsWith("Container", StringComparison.Ordinal));
        Assert.Equal(
            rows.Select(
                row => $"{row.Name}: {string.Join(' ', Metadata().Matches(row.Cells[2]).Select(match => match.Groups[1].Value).Except(NoMetadata).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal),
            Vocabulary.Items.Select(item => $"{item.Key}: {string.Join(' ', item.Value.Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Properties_are_those_of_the_reference()
    {
        IEnumerable<string> Named(string page, Func<string, bool> isWanted) => Rows(page)
            .Where(row => row.Name.StartsWith("Container", StringComparison.Ordinal) && isWanted(row.Cells[1])).Select(row => row.Name)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            Named("properties.md", meaning => !meaning.StartsWith("No property", StringComparison.Ordinal)),
            Vocabulary.Properties.Order(StringComparer.Ordinal));
        // Private names are nobody's slip.
        Assert.All(Rows("builder.md"), row => Assert.StartsWith("_", row.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_others_are_no_slips()
    {
        string[] names = [.. Others.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
        Assert.Empty(Warnings(names, []));
        Assert.Empty(Warnings([], [.. names.Select(name => new UsedItem(name, []))]));
        Assert.Empty(
            Warnings([.. Vocabulary.Properties, .. Vocabulary.OfOthers],
                [.. Vocabulary.Items.Select(item => new UsedItem(item.Key, item.Value))]));
    }

    [Theory]
    [InlineData("ContainerReposiory", "ContainerRepository")]
    [InlineData("ContianerRepository", "ContainerRepository")]
    [InlineData("ContainerImageTgas", "ContainerImageTags")]
    [InlineData("ContainerBaseImgae", "ContainerBaseImage")]
    [InlineData("ContainerMultiStaged", "ContainerMultiStage")]
    [InlineData("ContainerMultistge", "ContainerMultiStage")]
    [InlineData("ContainerEnginge", "ContainerEngine")]
    [InlineData("ContainerTimeZones", "ContainerTimeZone")]
    [InlineData("containerrepository", null)]
    [InlineData("MyContainer", null)]
    [InlineData("ContainerPort", null)]
    public void A_property_that_is_almost_ours(string name, string? meant) =>
        Assert.Equal(meant is null ? [] : [$"The property '{name}' > {meant}"], Warnings([name], []));

    [Theory]
    [InlineData("ContainerPorts", "ContainerPort")]
    [InlineData("ContainerEnviromentVariable", "ContainerEnvironmentVariable")]
    [InlineData("ContainerEnvironmentVariabel", "ContainerEnvironmentVariable")]
    [InlineData("ContainerLabels", "ContainerLabel")]
    [InlineData("ContainrLabel", "ContainerLabel")]
    [InlineData("ContainerHealthCheck", null)]
    [InlineData("ContainerHealtcheck", "ContainerHealthcheck")]
    [InlineData("ContainerVolumes", "ContainerVolume")]
    [InlineData("_ContainerPorts", null)]
    [InlineData("Container", null)]
    public void An_item_that_is_almost_ours(string name, string? meant) =>
        Assert.Equal(meant is null ? [] : [$"The item '{name}' > {meant}"], Warnings([], [new UsedItem(name, [])]));

    [Theory]
    [InlineData("ContainerRun", "Stgae", "Stage")]
    [InlineData("ContainerEnvironmentVariable", "Valeu", "Value")]
    [InlineData("ContainerPort", "Tpye", "Type")]
    [InlineData("ContainerCopy", "Form", "From")]
    [InlineData("ContainerCopy", "Destnation", "Destination")]
    [InlineData("ContainerRun", "Comment", null)]
    [InlineData("ContainerCopy", "Link", null)]
    [InlineData("ContainerRun", "_Stgae", null)]
    [InlineData("ContainerRun", "stage", null)]
    [InlineData("ContainerPort", "Stage", null)]
    [InlineData("Content", "Tpye", null)]
    public void A_metadata_that_is_almost_ours(string item, string name, string? meant) =>
        Assert.Equal(meant is null ? [] : [$"The metadata '{name}' of the item {item} > {meant}"],
            Warnings([], [new UsedItem(item, [name])]));

    // Leaving out, doubling or exchanging one letter behind the prefix is a slip, whatever the name.
    [Fact]
    public void One_slip_in_any_name_is_found()
    {
        foreach (var known in Vocabulary.Properties.Where(name => name.Length > "Container".Length + 3))
            for (var at = "Container".Length; at < known.Length - 1; at++)
                foreach (var slip in new[] { known.Remove(at, 1), known.Insert(at, known[at].ToString()),
                    known[..at] + known[at + 1] + known[at] + known[(at + 2)..] })
                    Assert.True(
                        Vocabulary.Properties.Contains(slip) || Vocabulary.OfOthers.Contains(slip)
                            || Warnings([slip], []).Any(), slip);
    }

    private static IEnumerable<string> Warnings(IReadOnlyList<string> properties, IReadOnlyList<UsedItem> items) =>
        Vocabulary.Warnings(new UsedNames(properties, items)).Select(warning => $"{warning.Arguments[0]} > {warning.Arguments[1]}");

    private static IEnumerable<(string Name, string[] Cells)> Rows(string page) =>
        File.ReadLines(Path.Combine(DocsFolder.Root, "docs", "reference", page)).Select(line => (Match: Row().Match(line), Line: line))
            .Where(row => row.Match.Success)
            .Select(row => (row.Match.Groups[1].Value, row.Line.Split(" | ")));

    [GeneratedRegex(@"^\| `(\w+)`")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Metadata();
}
