using MultiStage.Engines.Contract;
using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>An image of one platform, and how many of its own layers had to be written.</summary>
/// <param name="BaseDigest">Digest of the base image's manifest; empty without a base.</param>
internal sealed record AssembledImage(BuiltImage Image, string BaseDigest, int WrittenLayers, int KnownLayers);

/// <summary>Puts the published files on the base image, as the plan says.</summary>
/// <param name="session">What was looked up already.</param>
/// <param name="passedOver">Hears of pipes, sockets and devices, which no image gets.</param>
internal sealed class ImageAssembler(EmbeddedSession session, Action<string> passedOver)
{
    /// <param name="recipe">The stage to make.</param>
    /// <param name="request">The places that the plan does not know.</param>
    /// <param name="target">The labels and the format.</param>
    /// <param name="publish">The published files of the platform.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<AssembledImage> AssembleAsync(
        RuntimeImage recipe, BuildRequest request, TargetRequest target, HostPublish publish, CancellationToken cancellation)
    {
        var platform = Platform.Parse(publish.Platform);
        var @base = await session.BaseImageAsync(recipe.From, platform).WaitAsync(cancellation).ConfigureAwait(false);
        var time = await session.TimeAsync().WaitAsync(cancellation).ConfigureAwait(false);
        var changes = Changes(recipe, target, @base, time);
        var format = target.Format ?? @base.Format;

        var writer = new LayerWriter(session.Store);
        var contents = new StageFiles(request.ContextFolder, publish, user => UserOf(user, recipe, @base), passedOver);
        var layers = new List<(ImageLayer, LayerHistory)>();
        var written = 0;
        foreach (var layer in contents.Layers(recipe.Files))
        {
            // Packages and the runtime do not change with a commit, and their layers shall not either.
            var isStable = layer.Name is not (AppLayers.App or AppLayers.Projects);
            var result = await writer.WriteAsync(layer.Entries,
                new LayerOptions { Format = format, Timestamp = isStable ? ImageTime.Epoch : time }, cancellation).ConfigureAwait(false);
            layers.Add((result.Layer, new LayerHistory($"COPY {layer.Name} # MultiStage.Sdk")));
            written += result.FromCache ? 0 : 1;
        }
        return new AssembledImage(ImageBuilder.Build(@base, layers, changes, format), @base.Manifest?.Digest.ToString() ?? "", written,
            layers.Count - written);
    }

    // The labels of the request are those that change with every commit; no stage has them.
    private static ImageConfigChanges Changes(RuntimeImage recipe, TargetRequest target, Images.BaseImage @base, DateTimeOffset time)
    {
        var settings = recipe.Settings.Then(new ImageSettings { Labels = target.Labels });
        return new ImageConfigChanges
        {
            Created = time,
            Settings = recipe.User is { } user ? settings with { User = new ImageUser(UserOf(user, recipe, @base)) } : settings,
        };
    }

    private static string UserOf(UserStep user, RuntimeImage recipe, Images.BaseImage @base)
    {
        if (user.Variable.Length == 0)
            return user.Name;
        if (recipe.Settings.Environment.LastOrDefault(variable => variable.Name == user.Variable) is { } own)
            return own.Value;
        var prefix = user.Variable + "=";
        var inherited = @base.Config.Json.Object("config")
            .Strings("Env")?.FirstOrDefault(variable => variable.StartsWith(prefix, StringComparison.Ordinal));
        return inherited?[prefix.Length..] is { Length: > 0 } value ? value : user.Name.Length > 0 ? user.Name : AppUser.Number;
    }
}
