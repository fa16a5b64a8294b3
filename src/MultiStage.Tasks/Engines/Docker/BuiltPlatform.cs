using MultiStage.Diagnostics;
using MultiStage.Engines.Processes;

namespace MultiStage.Engines.Docker;

/// <summary>
/// Looks into a finished image whether its programs are for the platform that it names. BuildKit names the platform that was
/// asked for, whatever the base image is made for; a version that has no warning of this leaves an image that cannot start.
/// </summary>
internal sealed class BuiltPlatform(IProcessRunner docker)
{
    // The dynamic loader of each platform, of glibc and musl: every image in which .NET runs has one, and it says for whom.
    private static readonly (string Architecture, string[] Loaders)[] Known =
    [
        ("amd64", ["lib64/ld-linux-x86-64.so.2", "lib/ld-musl-x86_64.so.1"]),
        ("arm64", ["lib/ld-linux-aarch64.so.1", "lib/ld-musl-aarch64.so.1"]),
        ("arm", ["lib/ld-linux-armhf.so.3", "lib/ld-musl-armhf.so.1"]),
        ("s390x", ["lib/ld64.so.1", "lib/ld-musl-s390x.so.1"]),
        ("ppc64le", ["lib64/ld64.so.2", "lib/ld-musl-powerpc64le.so.1"]),
    ];

    /// <param name="image">The image's name.</param>
    /// <param name="baseImage">What it starts from, for the error.</param>
    /// <exception cref="ContainerException">MST3022.</exception>
    public async Task CheckAsync(string image, string baseImage, CancellationToken cancellation)
    {
        var named = await docker.CollectAsync(["image", "inspect", "--format", "{{.Architecture}}", image], cancellation)
            .ConfigureAwait(false);
        var wanted = named.Output.Trim();
        if (named.ExitCode != 0 || Known.FirstOrDefault(entry => entry.Architecture == wanted).Loaders is not { } own)
            return;
        // A container that never starts; an image without a command needs some word for one.
        var created = await docker.CollectAsync(["create", "--network", "none", image, "none"], cancellation).ConfigureAwait(false);
        if (created.ExitCode != 0)
            return;
        var container = created.Output.Split('\n')[^1].Trim();
        try
        {
            if (await HasAnyAsync(container, own, cancellation).ConfigureAwait(false))
                return;
            foreach (var (architecture, loaders) in Known.Where(entry => entry.Architecture != wanted))
                if (await HasAnyAsync(container, loaders, cancellation).ConfigureAwait(false))
                    throw new ContainerException(EngineDiagnostics.NoPlatform, baseImage, "linux/" + wanted, "linux/" + architecture);
        }
        finally
        {
            await docker.CollectAsync(["rm", "--force", container], CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<bool> HasAnyAsync(string container, string[] paths, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("multistage-");
        try
        {
            foreach (var path in paths)
                if ((await docker.CollectAsync(["cp", $"{container}:/{path}", Path.Combine(folder.FullName, "loader")], cancellation)
                    .ConfigureAwait(false)).ExitCode == 0)
                    return true;
            return false;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
