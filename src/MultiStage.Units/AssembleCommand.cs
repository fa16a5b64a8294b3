using System.Text;

namespace MultiStage.Units;

/// <summary>Copies what was published and puts the real outputs in the place of their stand-ins.</summary>
internal static class AssembleCommand
{
    public static int Run(Arguments arguments)
    {
        var real = StandIns.RealFiles(arguments.Outputs);
        var mark = Encoding.UTF8.GetBytes(StandIns.Mark);
        FileTree.Copy(arguments.Sources, arguments.Output, file =>
        {
            if (real.TryGetValue(FileTree.Digest(file), out var content))
                return content;
            // A tool that takes files apart and writes others has taken in what has no code.
            if (File.ReadAllBytes(file).AsSpan().IndexOf(mark) >= 0)
                throw new UnitException(UnitDiagnostics.ReadsStandIn, "",
                    $"'{Path.GetRelativePath(arguments.Sources, file)}' of the published files was made from the output of another project");
            return null;
        });
        return 0;
    }
}
