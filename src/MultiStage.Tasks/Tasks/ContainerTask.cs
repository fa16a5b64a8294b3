using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Engines.Explain;
using Task = Microsoft.Build.Utilities.Task;

namespace MultiStage.Tasks;

/// <summary>Base of all tasks: owns the one place where problems become coded errors, and cancellation.</summary>
public abstract class ContainerTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

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

    /// <summary>The work. Problems leave it as <see cref="ContainerException"/>.</summary>
    private protected abstract void Run();

    /// <summary>Says what is unlikely to be meant, with the project as its place.</summary>
    private protected void LogWarning(DiagnosticDescriptor descriptor, string message) =>
        Log.LogWarning(null, descriptor.Code, null, descriptor.HelpLink, ProjectFile, 0, 0, 0, 0, "{0}", message);

    private void LogError(DiagnosticDescriptor descriptor, string message, string? file) =>
        Log.LogError(null, descriptor.Code, null, descriptor.HelpLink, file ?? ProjectFile, 0, 0, 0, 0, "{0}", message);
}
