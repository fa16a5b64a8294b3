using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Engines.Explain;
using Task = Microsoft.Build.Utilities.Task;

namespace MultiStage.Tasks;

/// <summary>Base of all tasks: owns the one place where problems become coded errors, and cancellation.</summary>
public abstract class ContainerTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();
    private IReadOnlyDictionary<string, string>? globalProperties;

    /// <summary>The project that the task works for: the default place of its errors.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Ends when MSBuild cancels the build.</summary>
    private protected CancellationToken Cancellation => cancellation.Token;

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (ContainerException exception)
        {
            // MSBuild would repeat file and code before each line of an error.
            if (exception.Details.Length > 0)
                Log.LogMessage(MessageImportance.High, "{0}", exception.Details);
            LogError(exception.Descriptor, exception.Message, exception.File);
        }
        catch (BuilderErrorsException) when (Log.HasLoggedErrors)
        {
            // Each error has been logged at its own file and line.
        }
        catch (OperationCanceledException)
        {
            LogError(EngineDiagnostics.Cancelled, EngineDiagnostics.Cancelled.Format(Path.GetFileNameWithoutExtension(ProjectFile)), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogError(ProjectDiagnostics.FileTrouble, ProjectDiagnostics.FileTrouble.Format(GetType().Name, exception.Message), null);
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }
#pragma warning disable CA1031 // The last resort: MSBuild would show a stack trace (MSB4018) for whatever leaves a task.
        catch (Exception exception)
        {
            LogError(ProjectDiagnostics.Unexpected, ProjectDiagnostics.Unexpected.Format(GetType().Name, exception.Message), null);
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }
#pragma warning restore CA1031
        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// The global properties of this project instance, as MSBuild has them: <c>a%3Bb</c> is one word with a semicolon, and
    /// <c>a;b</c> two. They stay like that up to the place where somebody reads a value.
    /// </summary>
    private protected IReadOnlyDictionary<string, string> GlobalProperties => globalProperties ??= BuildEngine6.GetGlobalProperties();

    /// <summary>What the tasks of this project instance have in common; null in a process that has not opened it.</summary>
    private protected ContainerSession? Session =>
        BuildEngine4.GetRegisteredTaskObject(ContainerSession.Key(ProjectFile, GlobalProperties),
            RegisteredTaskObjectLifetime.Build) as ContainerSession;

    /// <summary>The plan of this project instance.</summary>
    /// <param name="path">Where its text lies, for a process that has not planned it.</param>
    /// <param name="digest">That of the plan which is meant.</param>
    /// <exception cref="ContainerException">MST1032: another plan lies there.</exception>
    private protected PlannedBuild ReadPlan(string path, string digest) =>
        Session?.Planned is { } planned && planned.Digest == digest ? planned : PlannedBuild.Read(path, digest);

    /// <summary>An absolute path. Properties are written with either separator, as everywhere in MSBuild.</summary>
    /// <param name="path">Relative to the project; empty stays empty.</param>
    private protected string Absolute(string path) =>
        path.Length == 0 ? "" : Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), Path.GetDirectoryName(ProjectFile)!);

    /// <summary>The work. Problems leave it as <see cref="ContainerException"/>.</summary>
    private protected abstract void Run();

    /// <summary>Says what is unlikely to be meant, with the project as its place.</summary>
    private protected void LogWarning(DiagnosticDescriptor descriptor, string message) =>
        Log.LogWarning(null, descriptor.Code, null, descriptor.HelpLink, ProjectFile, 0, 0, 0, 0, "{0}", message);

    private void LogError(DiagnosticDescriptor descriptor, string message, string? file) =>
        Log.LogError(null, descriptor.Code, null, descriptor.HelpLink, file ?? ProjectFile, 0, 0, 0, 0, "{0}", message);
}
