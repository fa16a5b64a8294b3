using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;

namespace MultiStage.UnitTests.Support;

/// <summary>What plans say, and items as features read them.</summary>
internal static class PlanReading
{
    /// <summary>The image of the stage <c>base</c>.</summary>
    public static string BaseImageOf(SolutionModel solution, ContainerOptions options) =>
        AppKinds.Of(solution, options).BaseImage(solution, options);

    /// <summary>What the steps of the stage say, without those below it.</summary>
    public static ImageSettings Settings(this Stage stage) =>
        stage.Steps.OfType<SettingsStep>().Aggregate(ImageSettings.None, (settings, step) => settings.Then(step.Settings));

    /// <summary>The instructions that settings become.</summary>
    public static IEnumerable<string> Words(this ImageSettings settings) =>
    [
        .. settings.Environment.Count > 0 ? ["ENV"] : Array.Empty<string>(),
        .. settings.Ports.Select(_ => "EXPOSE"),
        .. settings.Volumes.Count > 0 ? ["VOLUME"] : Array.Empty<string>(),
        .. settings.StopSignal is not null ? ["STOPSIGNAL"] : Array.Empty<string>(),
        .. settings.Healthcheck is not null ? ["HEALTHCHECK"] : Array.Empty<string>(),
        .. settings.Labels.Count > 0 ? ["LABEL"] : Array.Empty<string>(),
        .. settings.Entrypoint is not null ? ["ENTRYPOINT"] : Array.Empty<string>(),
        .. settings.Arguments is not null ? ["CMD"] : Array.Empty<string>(),
    ];

    public static ProjectItem Volume(string folder) => Item("ContainerVolume", folder);

    public static ProjectItem Healthcheck(string command, string interval = "", string timeout = "", string start = "",
        string retries = "") =>
        Item("ContainerHealthcheck", command, ("Interval", interval), ("Timeout", timeout), ("StartPeriod", start), ("Retries", retries));

    public static ProjectItem Item(string type, string include, params (string Name, string Value)[] metadata) =>
        new(type, include, metadata.ToDictionary(pair => pair.Name, pair => pair.Value));
}
