using MultiStage.Planning.Core;

namespace MultiStage.Planning.Runtime;

/// <summary>In which folder the steps of a stage start.</summary>
internal static class WorkingDirectories
{
    /// <returns>The absolute path; null when the stage's image decides.</returns>
    public static ImagePath? Of(string stage, StageRequest request)
    {
        // No more steps than there are stages: a circle is somebody else's error.
        for (var steps = 0; steps <= request.Options.Items.Stages.Count; steps++)
        {
            if (stage is KnownStages.Base or KnownStages.Final or "" || request.Features.RoleOf(stage) == ComposeRole.AppOnRequest)
                return request.WorkingDirectory;
            if (stage == request.Layout.SourcesStage || stage == request.Layout.PublishStage)
                return BuilderFolders.Source;
            var own = request.Options.Items.Stages.FirstOrDefault(one => one.Name == stage);
            if (own is null || own.WorkingDirectory.Length > 0)
                return own?.WorkingDirectory.StartsWith('/') == true ? ImagePath.Of(own.WorkingDirectory) : null;
            stage = own.From;
        }
        return null;
    }
}
