using System.Text;

namespace MultiStage.Units;

/// <summary>Copies what was published and puts the real outputs in the place of their stand-ins.</summary>
internal static class AssembleCommand
{
    public static int Run(Arguments arguments)
    {
        var real = Directory.GetDirectories(arguments.Outputs).SelectMany(Directory.EnumerateFiles)
            .ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);
        var mark = Encoding.UTF8.GetBytes(StandIns.Mark);
        FileTree.Copy(arguments.Sources, arguments.Output, file =>
        {
            if (real.TryGetValue(FileTree.Digest(file), out var content))
                return content;
            // A tool that takes files apart and writes others has taken in what has no code.
            if (File.ReadAllBytes(file).AsSpan().IndexOf(mark) >= 0)
                throw new UnitException(UnitProblems.ReadsStandIn, "",
                    $"'{Path.GetRelativePath(arguments.Sources, file)}' of the published files holds a part of another project's output");
            return null;
        });
        return 0;
    }
}
