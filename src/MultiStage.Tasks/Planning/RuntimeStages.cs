namespace MultiStage.Planning;

/// <summary>The stages of the image that runs: <c>base</c> and <c>final</c>.</summary>
internal static class RuntimeStages
{
    public static Stage Base(ContainerOptions options, string baseImage, string workingDirectory)
    {
        var steps = new List<Step> { new WorkingDirectoryStep(workingDirectory) };
        if (options.Environment.Count > 0)
            steps.Add(new EnvironmentStep([.. LastOfEachName(options.Environment)]));
        steps.AddRange(Ports(options, baseImage));
        steps.Add(User(options, baseImage));
        var description = baseImage == BaseImage.Scratch ? "is what runs: nothing but a user and ports" : "is what runs: the runtime, its user and its ports";
        return new Stage(Planner.BaseStage, baseImage, description, steps);
    }

    public static Stage Final(SolutionModel solution, ContainerOptions options, IReadOnlyList<string> layers, string baseImage, string workingDirectory)
    {
        var steps = new List<Step>();
        if (baseImage == BaseImage.Scratch)
            steps.Add(new CopyStep([ScratchImage.RootFolder + "/"], "/", Planner.PublishStage));
        foreach (var layer in layers)
            steps.Add(new CopyStep([$"{BuildStages.OutputFolder}/{layer}/"], "./", Planner.PublishStage));
        if (options.Labels.Count > 0)
            steps.Add(new LabelStep([.. LastOfEachName(options.Labels)]));
        var command = ImageCommand.For(solution.Publish, options.Command, workingDirectory);
        if (command.Entrypoint.Count > 0)
            steps.Add(new EntrypointStep(command.Entrypoint));
        if (command.Arguments.Count > 0)
            steps.Add(new DefaultArgumentsStep(command.Arguments));
        return new Stage(Planner.FinalStage, Planner.BaseStage, "is the image that ships", steps);
    }

    // An item that is given twice means its last value, as the SDK's own targets read it.
    private static IEnumerable<NameValue> LastOfEachName(IEnumerable<NameValue> pairs) =>
        pairs.GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => group.Last()).OrderBy(pair => pair.Name, StringComparer.Ordinal);

    private static UserStep User(ContainerOptions options, string baseImage)
    {
        if (options.User.Length > 0)
            return new UserStep(options.User);
        if (baseImage == BaseImage.Scratch)
            return new UserStep(ScratchImage.User);
        // Microsoft's images name their non-root user in APP_UID; on any other base the same number stands in for it.
        return BaseImage.IsDotNet(baseImage) ? new UserStep("", "APP_UID") : new UserStep("1654", "APP_UID");
    }

    private static IEnumerable<ExposeStep> Ports(ContainerOptions options, string baseImage)
    {
        var ports = options.Ports.Select(OptionRules.Port).ToList();
        ports.AddRange(ListeningPorts.Infer(options.Environment, baseImage));
        return ports.Distinct().OrderBy(port => port.Port).ThenBy(port => port.Protocol, StringComparer.Ordinal);
    }
}
