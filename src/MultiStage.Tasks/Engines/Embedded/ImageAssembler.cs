using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Images;
using MultiStage.Planning;
using MultiStage.Publishing;

namespace MultiStage.Engines.Embedded;

/// <summary>An image of one platform, and how many of its own layers had to be written.</summary>
internal sealed record AssembledImage(BuiltImage Image, int WrittenLayers, int KnownLayers);

/// <summary>Puts the published files on the base image, as the plan says.</summary>
internal sealed class ImageAssembler(ContentStore store, BaseImages bases)
{
    // The number of the user in Microsoft's images.
    private const string UserFallback = "1654";

    /// <param name="recipe">The stage to make.</param>
    /// <param name="request">The labels and places that the plan does not know.</param>
    /// <param name="publish">The published files of the platform.</param>
    /// <param name="time">The time of the image.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<AssembledImage> AssembleAsync(RuntimeImage recipe, BuildRequest request, HostPublish publish, DateTimeOffset time, CancellationToken cancellation)
    {
        var platform = Platform.Parse(publish.Platform);
        var @base = await bases.ResolveAsync(recipe.From, platform, request.ProjectFolder, cancellation).ConfigureAwait(false);
        var changes = Changes(recipe, request, @base, time);
        var format = request.ImageFormat ?? @base.Format;

        var writer = new LayerWriter(store);
        var layers = new List<(ImageLayer, LayerHistory)>();
        var (written, known) = (0, 0);
        if (recipe.WorkingDirectory.Length > 1 && !recipe.Copies.Any(copy => copy.Destination.StartsWith(recipe.WorkingDirectory, StringComparison.Ordinal)))
            await AddAsync(new AppLayer("workdir", [LayerEntry.Directory(recipe.WorkingDirectory)])).ConfigureAwait(false);
        if (recipe.Volumes.Count > 0)
            await AddAsync(Folders(recipe.Volumes, recipe.User is null ? "" : UserOf(recipe.User, recipe, @base))).ConfigureAwait(false);
        foreach (var copy in recipe.Copies)
            foreach (var layer in Layers(copy, publish, recipe.Stage).Where(layer => layer.Entries.Count > 0))
                await AddAsync(layer).ConfigureAwait(false);
        return new AssembledImage(ImageBuilder.Build(@base, layers, changes, format), written, known);

        async Task AddAsync(AppLayer layer)
        {
            // Packages and the runtime do not change with a commit, and their layers shall not either.
            var isStable = layer.Name != AppLayers.App && layer.Name != AppLayers.Projects;
            var result = await writer.WriteAsync(layer.Entries, new LayerOptions { Format = format, Timestamp = isStable ? ImageTime.Epoch : time }, cancellation).ConfigureAwait(false);
            layers.Add((result.Layer, new LayerHistory($"COPY {layer.Name} # MultiStage.Sdk")));
            (written, known) = result.FromCache ? (written, known + 1) : (written + 1, known);
        }
    }

    private static IEnumerable<AppLayer> Layers(CopyStep copy, HostPublish publish, string stage)
    {
        foreach (var source in copy.Sources)
        {
            if (copy.From != Planner.PublishStage || !source.StartsWith(BuildStages.OutputFolder + "/", StringComparison.Ordinal))
                throw new ContainerException(EngineDiagnostics.CannotRun, stage, $"COPY {source}");
            var name = source[(BuildStages.OutputFolder.Length + 1)..].TrimEnd('/');
            if (name == AppLayers.Root)
            {
                yield return AppLayer.Of(name, copy.Destination, PublishedFolder.ReadAsIs(publish.RootFolder), publish.Origins).Single();
                continue;
            }
            var files = PublishedFolder.Read(publish.Folder).Where(file => LayerOf(file, publish) == name).ToList();
            foreach (var layer in AppLayer.Of(name, copy.Destination, files, publish.Origins))
                yield return layer;
        }
    }

    // A folder is made by the files in it; one without files is the app's.
    private static string LayerOf(PublishedFile file, HostPublish publish) =>
        file.IsFolder && Directory.EnumerateFileSystemEntries(file.Source).Any() ? ""
        : publish.Origins.GetValueOrDefault(file.Path)?.Layer ?? AppLayers.App;

    private static ImageConfigChanges Changes(RuntimeImage recipe, BuildRequest request, Images.BaseImage @base, DateTimeOffset time)
    {
        var labels = new Dictionary<string, string>(recipe.Labels, StringComparer.Ordinal);
        foreach (var label in request.Labels)
            labels[label.Name] = label.Value;
        return new ImageConfigChanges
        {
            Created = time,
            Environment = recipe.Environment,
            WorkingDirectory = recipe.WorkingDirectory.Length > 0 ? recipe.WorkingDirectory : null,
            ExposedPorts = recipe.Ports,
            User = recipe.User is { } user ? UserOf(user, recipe, @base) : null,
            Labels = labels,
            Entrypoint = recipe.Entrypoint,
            Cmd = recipe.Arguments,
            Volumes = recipe.Volumes,
            StopSignal = recipe.StopSignal,
            Healthcheck = recipe.Healthcheck is { } check
                ? new Healthcheck(check.Test) { Interval = check.Interval, Timeout = check.Timeout, StartPeriod = check.StartPeriod, Retries = check.Retries }
                : null,
        };
    }

    // For the app's user. One with a name is in a file of the base image that nobody reads here: it is taken for the usual one.
    private static AppLayer Folders(IReadOnlyList<string> folders, string user)
    {
        var parts = user.Split(':');
        var userId = user.Length == 0 || user == "root" ? 0 : Number(parts[0]);
        var groupId = parts.Length > 1 ? Number(parts[1]) : userId;
        return new AppLayer("volumes", [.. folders.Select(folder => LayerEntry.Directory(folder, LayerEntry.DefaultDirectoryMode, userId, groupId))]);

        static int Number(string text) =>
            int.Parse(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : UserFallback, CultureInfo.InvariantCulture);
    }

    private static string UserOf(UserStep user, RuntimeImage recipe, Images.BaseImage @base)
    {
        if (user.Variable.Length == 0)
            return user.Name;
        if (recipe.Environment.TryGetValue(user.Variable, out var own))
            return own;
        var prefix = user.Variable + "=";
        var inherited = @base.Config.Json.Object("config").Strings("Env")?.FirstOrDefault(variable => variable.StartsWith(prefix, StringComparison.Ordinal));
        return inherited?[prefix.Length..] is { Length: > 0 } value ? value : user.Name.Length > 0 ? user.Name : UserFallback;
    }
}
