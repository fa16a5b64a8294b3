namespace MultiStage.Planning.Builder;

/// <summary>Words of commands in the builder.</summary>
internal static class BuilderCommands
{
    /// <summary>A project for the command line of dotnet, which would read a leading '-' as an option and '@' as a response file.</summary>
    public static string Argument(ContextPath project) => project.Text[0] is '-' or '@' ? "./" + project : project.Text;
}
