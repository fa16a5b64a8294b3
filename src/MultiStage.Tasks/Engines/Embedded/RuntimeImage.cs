using MultiStage.Diagnostics;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// A stage of the plan without its detours: the image at its root and what all steps on the way add up to. This is what
/// can be assembled without running anything.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="From">The image that the first stage starts from.</param>
/// <param name="Settings">What the image says.</param>
internal sealed record RuntimeImage(string Stage, string From, ImageSettings Settings)
{
    public UserStep? User { get; private set; }

    private ImagePath? WorkingDirectory { get; set; }

    /// <summary>What brings files, in order.</summary>
    public List<FileStep> Files { get; } = [];

    /// <summary>Adds the stages up from the root to the target.</summary>
    /// <exception cref="ContainerException">MST3015: a step needs to run a program inside the image.</exception>
    public static RuntimeImage Of(BuildPlan plan, string target)
    {
        // The files come from this machine's publish, which knows nothing of what a project does to the builder's stages.
        foreach (var builder in new[] { KnownStages.Build, KnownStages.Publish })
            if (plan.Find(builder)?.Steps.FirstOrDefault(step => step.Origin is not null) is { } own)
                throw CannotRun(builder, own);
        var chain = plan.Chain(target);
        var image = new RuntimeImage(target, chain[0].From, plan.SettingsOf(target));
        foreach (var stage in chain)
            foreach (var step in stage.Steps)
                image.Add(step, stage);
        return image;
    }

    private void Add(Step step, Stage stage)
    {
        switch (step)
        {
            case WorkingDirectoryStep directory:
                var folder = directory.Path.In(WorkingDirectory);
                WorkingDirectory = folder;
                Files.Add(new FileStep(stage.Name, directory with { Path = folder }, User));
                break;
            case UserStep user:
                User = user;
                break;
            // What another stage makes would have to run there first.
            case CopyStep copy when !IsHere(copy):
                throw CannotRun(copy.From is "" or KnownStages.Publish || ImageText.IsImage(copy.From) ? stage.Name : copy.From, copy);
            case CopyStep copy:
                Files.Add(new FileStep(stage.Name, copy with { Destination = copy.Destination.In(WorkingDirectory) }, User));
                break;
            case ArgumentStep or SettingsStep:
                break;
            default:
                throw CannotRun(stage.Name, step);
        }
    }

    // The files of the context and of this machine's publish; an empty folder needs no files. Those of other stages and images are nowhere.
    private static bool IsHere(CopyStep copy) =>
        copy.From.Length == 0 || copy.Published is not null || copy.EmptyFolder is not null;

    /// <summary>The error of a step that this engine cannot do.</summary>
    public static ContainerException CannotRun(string stage, Step step) => new(EngineDiagnostics.CannotRun, stage, step switch
    {
        { Origin: { } origin } => origin,
        RunStep run => Text(run),
        CopyStep copy => $"COPY --from={copy.From} {string.Join(' ', copy.Sources)}",
        _ => step.GetType().Name,
    });

    private static string Text(RunStep run) => string.Join(" && ", run.Commands.Select(command =>
        string.Join(' ', command.Words.Select(word => word switch
        {
            LiteralWord literal => literal.Text,
            VariableWord variable => "$" + variable.Name,
            PropertyWord property => $"-p:{property.Name}={property.Value}",
            OptionalPropertiesWord properties => $"${properties.Variable}",
            VariablePropertyWord property => $"-p:{property.Name}=${property.Variable}",
            _ => "",
        }))));
}

/// <summary>A step that brings files into the image.</summary>
/// <param name="Stage">The stage that has it, for messages.</param>
/// <param name="Step">A <see cref="CopyStep"/> or <see cref="WorkingDirectoryStep"/>; its path is absolute.</param>
/// <param name="User">The user at this place; null for that of the base image.</param>
internal sealed record FileStep(string Stage, Step Step, UserStep? User);
