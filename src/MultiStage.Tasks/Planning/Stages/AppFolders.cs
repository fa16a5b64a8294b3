namespace MultiStage.Planning.Stages;

/// <summary>Folders of the image that belong to the app's user.</summary>
internal static class AppFolders
{
    /// <summary>
    /// Steps that make folders for the user at their place; an engine would make them for root. They need no shell, and leave
    /// the working directory as it was.
    /// </summary>
    public static IReadOnlyList<WorkingDirectoryStep> Make(IReadOnlyList<ImagePath> folders, ImagePath workingDirectory, string origin) =>
        folders.Count == 0 ? [] :
        [
            .. folders.Where(folder => folder != workingDirectory).Select(folder => new WorkingDirectoryStep(folder) { Origin = origin }),
            new WorkingDirectoryStep(workingDirectory) { Origin = origin },
        ];
}
