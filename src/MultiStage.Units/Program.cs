using System.Diagnostics.CodeAnalysis;

namespace MultiStage.Units;

/// <summary>Builds units inside a builder: projects of a graph one by one, each from what the others left.</summary>
internal static class Program
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong becomes one line that the host reads.")]
    private static int Main(string[] args)
    {
        try
        {
            var arguments = Arguments.Parse(args);
            var plan = UnitPlan.Parse(File.ReadAllText(arguments.PlanPath));
            switch (arguments.Command)
            {
                case Arguments.Assemble:
                    return AssembleCommand.Run(arguments);
                default:
                    MSBuildLoader.Use(plan.Sdk);
                    return BuildCommand.Run(arguments, plan);
            }
        }
        catch (UnitException exception)
        {
            Console.Error.WriteLine(exception.Canonical);
            return 1;
        }
        catch (Exception exception)
        {
            var text = exception.ToString().ReplaceLineEndings(" ");
            Console.Error.WriteLine(new UnitException(UnitDiagnostics.UnitFailed, "", text).Canonical);
            return 1;
        }
    }
}
