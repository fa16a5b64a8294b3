using MultiStage.Diagnostics;
using MultiStage.Planning.Features.Assets;

namespace MultiStage.UnitTests.Planning.Stages.Assets;

/// <summary>npm, pnpm or yarn, and in which version.</summary>
public sealed class NodePackageManagerTests
{
    private const string Classic = "# yarn lockfile v1\n";
    private const string Berry = "__metadata:\n  version: 8\n";

    [Theory]
    [InlineData("package-lock.json", "{}", "", "", "npm", "")]
    [InlineData("npm-shrinkwrap.json", "{}", "", "", "npm", "")]
    [InlineData("package-lock.json", "{}", "npm@10.9.0", "", "npm", "")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "", "", "pnpm", "pnpm@10")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "", "", "pnpm", "pnpm@8")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: 5.4\n", "", "", "pnpm", "pnpm@7")]
    [InlineData("pnpm-lock.yaml", "", "", "", "pnpm", "pnpm@10")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm@9.15.4", "", "pnpm", "pnpm@9.15.4")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm@9.15.4+sha512.b2dc20e2fc72", "", "pnpm", "pnpm@9.15.4")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm@9.15.4", "pnpm@10.1.0", "pnpm", "pnpm@10.1.0")]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm@9.15.4", "pnpm", "pnpm", "pnpm@9.15.4")]
    [InlineData("yarn.lock", Classic, "", "", "yarn", "yarn@1.22.22")]
    [InlineData("yarn.lock", Classic, "yarn@1.22.19", "", "yarn", "yarn@1.22.19")]
    [InlineData("yarn.lock", Berry, "", "", "yarn", "@yarnpkg/cli-dist@4")]
    [InlineData("yarn.lock", Berry, "yarn@4.5.3", "", "yarn", "@yarnpkg/cli-dist@4.5.3")]
    [InlineData("yarn.lock", Classic, "bun@1.1.0", "", "yarn", "yarn@1.22.22")]
    public void The_item_the_manifest_and_the_lock_file_tell(string lockFile, string text, string said, string metadata, string name,
        string package)
    {
        var manager = NodePackageManager.Of(FrontEnds.Of((lockFile, text)) with { PackageManager = metadata },
            new PackageJson("", said, []));
        Assert.Equal(name, manager.Name);
        Assert.Equal(package, manager.Package);
    }

    [Fact]
    public void A_Yarn_that_the_repository_brings_is_started_by_any_Yarn() =>
        Assert.Equal("yarn@1.22.22",
            NodePackageManager.Of(FrontEnds.Of(("yarn.lock", Berry), (".yarnrc.yml", "yarnPath: .yarn/releases/yarn-4.5.3.cjs\n")),
                new PackageJson("", "yarn@4.5.3", [])).Package);

    [Theory]
    [InlineData("package-lock.json", "{}", "npm ci")]
    [InlineData("pnpm-lock.yaml", "", "pnpm install --frozen-lockfile --store-dir /root/.pnpm-store")]
    [InlineData("yarn.lock", Classic, "yarn install --frozen-lockfile --cache-folder /root/.cache/yarn")]
    [InlineData("yarn.lock", Berry, "yarn install --immutable")]
    public void What_the_lock_file_says_is_installed_and_nothing_else(string lockFile, string text, string command)
    {
        var manager = NodePackageManager.Of(FrontEnds.Of((lockFile, text)), new PackageJson("", "", []));
        Assert.Equal(command, string.Join(' ', manager.Install.Words.OfType<LiteralWord>().Select(word => word.Text)));
        Assert.NotEmpty(manager.Caches);
        Assert.All(manager.Caches, mount =>
            Assert.StartsWith("/root/", Assert.IsType<CacheMount>(mount).Target.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MST5501", "")]
    [InlineData("MST5501", "bun.lockb")]
    [InlineData("MST5502", "package-lock.json yarn.lock")]
    [InlineData("MST5502", "pnpm-lock.yaml yarn.lock")]
    [InlineData("MST5502", "package-lock.json pnpm-lock.yaml")]
    [InlineData("MST5501", "package-lock.json", "pnpm")]
    [InlineData("MST5501", "yarn.lock", "npm")]
    [InlineData("MST5501", "package-lock.json", "", "yarn@4.5.3")]
    [InlineData("MST5010", "package-lock.json", "bun")]
    [InlineData("MST5010", "package-lock.json", "npm@$(id)")]
    [InlineData("MST5010", "package-lock.json", "pnpm@10 --global")]
    public void A_mistake_is_an_error(string code, string files, string metadata = "", string said = "")
    {
        var asset =
            FrontEnds.Of(
                [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(file => (file, (string?)""))]) with { PackageManager = metadata };
        var exception = Assert.Throws<ContainerException>(() => NodePackageManager.Of(asset, new PackageJson("", said, [])));
        Assert.Equal(code, exception.Descriptor.Code);
        Assert.Contains("ContainerAssets 'ClientApp'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yarn", "", "yarn")]
    [InlineData("", "pnpm@10.0.0", "pnpm")]
    public void Of_several_lock_files_the_one_of_the_named_manager_counts(string metadata, string said, string name) =>
        Assert.Equal(name,
            NodePackageManager.Of(
                FrontEnds.Of(("package-lock.json", "{}"), ("yarn.lock", Classic),
                    ("pnpm-lock.yaml", "")) with { PackageManager = metadata }, new PackageJson("", said, [])).Name);

    [Fact]
    public void With_a_command_of_the_project_s_own_no_lock_file_is_needed() =>
        Assert.Equal("npm",
            NodePackageManager.Of(FrontEnds.Of() with { InstallCommand = "npm install" }, new PackageJson("", "", [])).Name);
}
