namespace MultiStage.Planning.Stages;

/// <summary>Writes the steps of a stage with a change of user around those that ask for another one.</summary>
internal static class UserSwitch
{
    /// <summary>The user of an image that says nothing else, by number: a file without a user of this name is no obstacle.</summary>
    public const string Root = "0";

    private static readonly UserStep RootStep = new(Root);

    /// <param name="inherited">The user that the stage starts with; null when its image decides.</param>
    /// <returns>The steps, and the user at their end; null when nothing in the file says who it is.</returns>
    public static (IReadOnlyList<Step> Steps, UserStep? User) Write(IReadOnlyList<PlacedSteps> placed, UserStep? inherited)
    {
        var steps = new List<Step>();
        var own = inherited;
        var current = inherited;
        foreach (var block in placed.Where(block => block.Steps.Count > 0))
        {
            // Only what runs, or makes a folder, cares: a change back that nobody would notice is left out.
            if (block.User.Length > 0)
                ChangeTo(new UserStep(block.User == "root" ? Root : block.User));
            else if (block.Steps.Any(step => step is RunStep or WorkingDirectoryStep))
                ChangeTo(own);
            steps.AddRange(block.Steps);
            if (block.Steps.OfType<UserStep>().LastOrDefault() is { } last)
                current = own = last;
        }
        ChangeTo(own);
        return (steps, current);

        void ChangeTo(UserStep? user)
        {
            if (user is null)
            {
                if (current is null)
                    return;
                user = RootStep;
            }
            if (current != user)
                steps.Add(user);
            current = user;
        }
    }
}
