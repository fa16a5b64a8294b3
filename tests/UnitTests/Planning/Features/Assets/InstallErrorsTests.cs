using MultiStage.Planning.Features.Assets;

namespace MultiStage.UnitTests.Planning.Features.Assets;

/// <summary>What package managers of front ends refuse, in their own words.</summary>
public sealed class InstallErrorsTests
{
    [Theory]
    [InlineData("npm ERR! code EUSAGE\nnpm ERR! `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.\nnpm ERR! Missing: nanoid@5.0.9 from lock file", "npm install", "Missing: nanoid@5.0.9 from lock file")]
    [InlineData("npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.\nnpm error Invalid: lock file's a@1.0.0 does not satisfy a@2.0.0", "npm install", "does not satisfy a@2.0.0")]
    [InlineData(" ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\" because pnpm-lock.yaml is not up to date with package.json", "pnpm install", "ERR_PNPM_OUTDATED_LOCKFILE")]
    [InlineData("error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.", "yarn install", "would change")]
    [InlineData("➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.", "yarn install",
        "would change")]
    public void A_lock_file_that_does_not_fit(string output, string command, string detail)
    {
        var error = InstallErrors.Of(output, "ContainerAssets 'web'")!;
        Assert.Equal("MST5504", error.Descriptor.Code);
        Assert.Contains($"Run {command} on your machine", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("ContainerAssets 'web': ", error.Message, StringComparison.Ordinal);
        Assert.Contains(detail, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm ERR! code EINTEGRITY\nnpm ERR! sha512-AAA integrity checksum failed when using sha512: wanted sha512-AAA but got sha512-BBB. (2967 bytes)", "npm install", "wanted sha512-AAA but got sha512-BBB")]
    [InlineData("npm error The `npm ci` command can only install with an existing package-lock.json or\nnpm error npm-shrinkwrap.json with lockfileVersion >= 1.", "npm install", "an existing package-lock.json")]
    [InlineData(" ERR_PNPM_BROKEN_LOCKFILE  The lockfile at \"/src/pnpm-lock.yaml\" is broken: duplicated mapping key", "pnpm install",
        "is broken: duplicated mapping key")]
    [InlineData("error https://registry.example/ms/-/ms-2.1.3.tgz: Integrity check failed for \"ms\" (computed integrity doesn't match our records, got \"sha512-BBB\")", "yarn install", "Integrity check failed for \"ms\"")]
    public void A_lock_file_that_cannot_be_right(string output, string command, string detail)
    {
        var error = InstallErrors.Of(output, "ContainerAssets 'web'")!;
        Assert.Equal("MST5511", error.Descriptor.Code);
        Assert.StartsWith("ContainerAssets 'web': ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"run {command} on your machine", error.Message, StringComparison.Ordinal);
        Assert.Contains(detail, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm error code E404\nnpm error 404 Not Found - GET https://registry.example/nope")]
    [InlineData("npm ci\nadded 1 package")]
    [InlineData("")]
    public void Other_failures_are_not_taken_for_one(string output) => Assert.Null(InstallErrors.Of(output, ""));
}
