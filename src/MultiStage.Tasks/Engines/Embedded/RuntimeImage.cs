using MultiStage.Diagnostics;
using MultiStage.Planning.Stages;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// A stage of the plan without its detours: the image at its root and what all steps on the way add up to. This is what
/// can be assembled without running anything.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="From">The image that the first stage starts from.</param>
internal sealed record RuntimeImage(string Stage, string From)
{
    public string WorkingDirectory { get; private set; } = "";
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);
    public List<string> Ports { get; } = [];
    public UserStep? User { get; private set; }
    public IReadOnlyList<string>? Entrypoint { get; private set; }
    public IReadOnlyList<string>? Arguments { get; private set; }

    public List<string> Volumes { get; } = [];
    public string? StopSignal { get; private set; }
    public HealthcheckStep? Healthcheck { get; private set; }

    /// <summary>What brings files, in order.</summary>
    public List<FileStep> Files { get; } = [];

    /// <summary>Adds the stages up from the root to the target.</summary>
    /// <exception cref="ContainerException">MST3015: a step needs to run a program inside the image.</exception>
    public static RuntimeImage Of(BuildPlan plan, string target)
    {
        var chain = new Stack<Stage>();
        for (var stage = plan.Find(target); stage is not null; stage = plan.Find(stage.From))
            chain.Push(stage);
        // The files come from this machine's publish, which knows nothing of what a project does to the builder's stages.
        foreach (var builder in new[] { KnownStages.Build, KnownStages.Publish })
            if (plan.Find(builder)?.Steps.FirstOrDefault(step => step.Origin is not null) is { } own)
                throw CannotRun(builder, own);
        var image = new RuntimeImage(target, chain.Peek().From);
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
                WorkingDirectory = Absolute(directory.Path);
                Files.Add(new FileStep(stage.Name, directory with { Path = WorkingDirectory }, User));
                break;
            case EnvironmentStep environment:
                foreach (var variable in environment.Variables)
                    Environment[variable.Name] = variable.Value;
                break;
            case LabelStep labels:
                foreach (var label in labels.Labels)
                    Labels[label.Name] = label.Value;
                break;
            case ExposeStep port:
                Ports.Add($"{port.Port}/{port.Protocol}");
                break;
            case UserStep user:
                User = user;
                break;
            // What another stage makes would have to run there first.
            case CopyStep copy when !IsHere(copy):
                throw CannotRun(copy.From is "" or KnownStages.Publish || StageNames.IsImage(copy.From) ? stage.Name : copy.From, copy);
            case CopyStep copy:
                Files.Add(new FileStep(stage.Name, copy with { Destination = Absolute(copy.Destination) }, User));
                break;
            case EntrypointStep entrypoint:
                // As in a Dockerfile: another program does not get the default arguments of the one before.
                (Entrypoint, Arguments) = (entrypoint.Command, null);
                break;
            case DefaultArgumentsStep arguments:
                Arguments = arguments.Arguments;
                break;
            case ArgumentStep:
                break;
            case VolumeStep volume:
                Volumes.AddRange(volume.Folders);
                break;
            case StopSignalStep stop:
                StopSignal = stop.Signal;
                break;
            case HealthcheckStep healthcheck:
                Healthcheck = healthcheck;
                break;
            default:
                throw CannotRun(stage.Name, step);
        }
    }

    // The files of the context and of this machine's publish; those of other stages and images are nowhere.
    private static bool IsHere(CopyStep copy) =>
        copy.From.Length == 0 || copy.Published is not null;

    private string Absolute(string path)
    {
        var isFolder = path.EndsWith('/');
        var all = path.StartsWith('/') ? path : WorkingDirectory + "/" + path;
        var parts = new List<string>();
        foreach (var part in all.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        return "/" + string.Join('/', parts) + (isFolder && parts.Count > 0 ? "/" : "");
    }

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
