using System.Globalization;
using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Options;

/// <summary>Rules that single options must follow; a broken rule is one coded error that names the item and its value.</summary>
internal static partial class OptionRules
{
    public static void Check(ContainerOptions options)
    {
        foreach (var variable in options.Environment)
            if (!EnvironmentName().IsMatch(variable.Name))
                throw new ContainerException(OptionDiagnostics.InvalidEnvironmentName, variable.Name);
        foreach (var argument in options.BuildArguments.Concat(options.PublishArguments))
            if (!ArgumentName().IsMatch(argument.Name) || argument.Name == BuilderNames.PublishProperties)
                throw new ContainerException(OptionDiagnostics.InvalidArgument, argument.Name);
        foreach (var label in options.Labels)
            if (label.Name.Length == 0 || label.Name.Any(char.IsWhiteSpace) || label.Name.Any(char.IsControl)
                || label.Name.Contains('=', StringComparison.Ordinal))
                throw new ContainerException(OptionDiagnostics.InvalidLabel, label.Name);
        foreach (var secret in options.Secrets)
            CheckSecret(secret);
        if (options.BuildStages.Length > 0 && !BuildStagesNames.All.Contains(options.BuildStages, StringComparer.Ordinal))
            throw new ContainerException(UnitDiagnostics.UnknownStages, options.BuildStages);
        OnOneLine("ContainerUser", options.User);
        OnOneLine("ContainerWorkingDirectory", options.WorkingDirectory);
        if (options.RuntimeIdentifier.Length > 0 && !RuntimeIdentifier().IsMatch(options.RuntimeIdentifier))
            throw new ContainerException(OptionDiagnostics.UnsupportedRuntimeIdentifier, options.RuntimeIdentifier);
    }

    /// <summary>Reads a port; the type defaults to tcp.</summary>
    public static ImagePort Port(PortOption option)
    {
        var protocol = option.Type.Length == 0 ? "tcp" : option.Type.ToLowerInvariant();
        if (!int.TryParse(option.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535 || protocol is not ("tcp" or "udp"))
            throw new ContainerException(OptionDiagnostics.InvalidPort, option.Port, option.Type);
        return new ImagePort(port, protocol);
    }

    private static void CheckSecret(SecretOption secret)
    {
        if (!SecretId().IsMatch(secret.Id))
            throw new ContainerException(OptionDiagnostics.InvalidSecret, secret.Id, "its id has other characters");
        if (secret.Stage is not (KnownStages.Build or KnownStages.Publish or AssetOptions.StageName)
            && !secret.Stage.StartsWith(AssetOptions.StageName + "-", StringComparison.Ordinal))
            throw new ContainerException(OptionDiagnostics.InvalidSecret, secret.Id, $"its Stage is '{secret.Stage}'");
        if (secret.Variable.Length > 0 && !ArgumentName().IsMatch(secret.Variable))
            throw new ContainerException(OptionDiagnostics.InvalidSecret, secret.Id, $"its Variable is '{secret.Variable}'");
    }

    private static void OnOneLine(string property, string value)
    {
        if (value.HasLineBreak() || (value.Length > 0 && value.Trim().Length == 0))
            throw new ContainerException(OptionDiagnostics.UnsupportedValue, property, value.ReplaceLineEndings(" "));
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex ArgumentName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex SecretId();

    [GeneratedRegex(@"^linux-[a-z0-9-]+\z")]
    private static partial Regex RuntimeIdentifier();
}
