using MultiStage.Planning;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages.Assets;

/// <summary>Front ends as evaluation hands them to planning.</summary>
internal static class FrontEnds
{
    public const string Folder = "src/Hello/ClientApp";

    public const string Manifest = """{ "name": "client", "scripts": { "build": "vite build", "lint": "eslint ." } }""";

    /// <summary>A front end with npm's lock file; files with a text of null are not there.</summary>
    public static AssetOption Npm(params (string Name, string? Text)[] files) => Of([("package-lock.json", "{}"), .. files]);

    public static AssetOption Of(params (string Name, string? Text)[] files)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { [PackageJson.FileName] = Manifest };
        foreach (var (name, text) in files)
        {
            if (text is null)
                texts.Remove(name);
            else
                texts[name] = text;
        }
        return At(Folder, texts);
    }

    /// <summary>One in another folder.</summary>
    public static AssetOption In(string folder) => At(folder, new() { [PackageJson.FileName] = Manifest, ["package-lock.json"] = "{}" });

    public static AssetOption Changed(Func<AssetOption, AssetOption> change) => change(Npm());

    public static BuildPlan Plan(AssetOption asset, Func<ContainerOptions, ContainerOptions>? change = null) => Plan([asset], change);

    public static BuildPlan Plan(IReadOnlyList<AssetOption> assets, Func<ContainerOptions, ContainerOptions>? change = null)
    {
        var options = Models.Options with { Items = new StageOptions { Assets = new AssetOptions { Items = assets } } };
        return Planner.Plan(Models.Web, change is null ? options : change(options));
    }

    private static AssetOption At(string folder, Dictionary<string, string> texts) =>
        new(folder[(folder.LastIndexOf('/') + 1)..], new AssetFolder(InContext(folder), texts)
    {
        InstallInputs = [.. InContext(texts.Keys.Where(name => name is not (".nvmrc" or ".node-version"))
            .Select(name => folder + "/" + name))],
    });
}
