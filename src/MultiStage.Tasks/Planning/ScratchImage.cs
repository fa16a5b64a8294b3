using MultiStage.Diagnostics;

namespace MultiStage.Planning;

/// <summary>An image that starts from nothing: what it takes from the builder, and what Microsoft's images would have set.</summary>
internal static class ScratchImage
{
    /// <summary>Where the builder leaves the root folder of the image.</summary>
    public const string RootFolder = BuilderFolders.Output + "/" + AppLayers.Root;

    /// <summary>Adds what an app finds in its environment on every other base. What the project sets itself wins.</summary>
    /// <exception cref="ContainerException">MST5101: the app needs a runtime. MST5105: ContainerOpenSsl has another value.</exception>
    public static ContainerOptions Complete(SolutionModel solution, ContainerOptions options)
    {
        if (!solution.Publish.IsSelfContained && !solution.Publish.IsAot)
            throw new ContainerException(ScratchDiagnostics.NotSelfContained, solution.Project);
        if (options.OpenSsl.ToLowerInvariant() is not ("" or "auto" or "true" or "false"))
            throw new ContainerException(ScratchDiagnostics.UnknownOpenSsl, options.OpenSsl);
        var variables = new List<NameValue>
        {
            new("APP_UID", AppUser.Number),
            new("DOTNET_RUNNING_IN_CONTAINER", "true"),
            new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        };
        if (solution.Projects.Any(project => project.NeedsAspNetCore))
            variables.Add(new("ASPNETCORE_HTTP_PORTS", "8080"));
        return options with { Environment = [.. variables, .. options.Environment] };
    }

    /// <summary>What publish is told, so that it collects the files. Properties of the command line do not reach the builder by themselves.</summary>
    public static IEnumerable<Word> PublishProperties(ContainerOptions options)
    {
        yield return new PropertyWord(BuilderNames.Root, RootFolder);
        if (options.OpenSsl.Length > 0)
            yield return new PropertyWord("ContainerOpenSsl", options.OpenSsl);
    }
}
