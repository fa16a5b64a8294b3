using ELFSharp.ELF;
using ELFSharp.ELF.Sections;
using MultiStage.RuntimeFiles;

namespace MultiStage.UnitTests.RuntimeFiles;

/// <summary>
/// Our reader and a library look at the files of this machine. They take different ways: ours goes by the program headers,
/// as the loader does; the library by the sections, as linkers do.
/// </summary>
public sealed class ElfOracleTests
{
    // Enough for every kind; all of a machine would take minutes.
    private const int Most = 200;

    [Fact]
    public void The_reader_says_what_a_library_says()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var files = Folders().Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Where(IsLibrary).Take(Most))
            .Append(Environment.ProcessPath!).ToList();
        var seen = 0;
        foreach (var file in files)
        {
            if (ElfFile.TryRead(file) is not { } ours)
                continue;
            seen++;
            Assert.True(ELFReader.TryLoad(file, out var elf), file);
            using (elf)
                Assert.Equal((file, Theirs(elf)),
                    (file, Text(ours.Is64Bit, ours.Interpreter, ours.SoName, ours.Needed, ours.RPath, ours.RunPath)));
        }
        Assert.True(seen > 20, $"{seen} files of {files.Count}");
    }

    private static IEnumerable<string> Folders() =>
        [Path.GetDirectoryName(typeof(object).Assembly.Location)!, "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64",
            "/usr/lib"];

    private static bool IsLibrary(string file) =>
        Path.GetFileName(file).Contains(".so", StringComparison.Ordinal) && new FileInfo(file).Length < 20_000_000;

    private static string Theirs(IELF elf)
    {
        var strings = (IStringTable)elf.GetSection(".dynstr");
        var entries = ((IDynamicSection)elf.GetSection(".dynamic")).Entries.ToList();
        IReadOnlyList<string> All(DynamicTag tag) => [.. entries.Where(entry => entry.Tag == tag).Select(entry => strings[Value(entry)])];
        var interpreter = elf.TryGetSection(".interp", out var section)
            ? System.Text.Encoding.UTF8.GetString(section.GetContents()).TrimEnd('\0')
            : "";
        return Text(elf.Class == Class.Bit64, interpreter, All(DynamicTag.SoName) is [var name, ..] ? name : "", All(DynamicTag.Needed),
            Paths(DynamicTag.RPath), Paths(DynamicTag.RunPath));

        IReadOnlyList<string> Paths(DynamicTag tag) =>
            [.. All(tag).SelectMany(paths => paths.Split(':', StringSplitOptions.RemoveEmptyEntries))];
    }

    private static long Value(IDynamicEntry entry) =>
        entry is DynamicEntry<ulong> wide ? (long)wide.Value : ((DynamicEntry<uint>)entry).Value;

    private static string Text(bool is64Bit, string interpreter, string name, params IReadOnlyList<string>[] lists) =>
        $"{is64Bit} {interpreter} {name} {string.Join(" | ", lists.Select(list => string.Join(' ', list)))}";
}
