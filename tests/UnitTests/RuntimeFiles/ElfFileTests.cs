using System.Diagnostics;
using FsCheck.Fluent;
using MultiStage.RuntimeFiles;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.RuntimeFiles;

public sealed class ElfFileTests
{
    private static readonly ElfBytes Full = new()
    {
        Interpreter = "/lib64/ld-linux-x86-64.so.2",
        SoName = "libshop.so.1",
        RPath = "/old",
        RunPath = "$ORIGIN:/opt/lib",
        Needed = ["libc.so.6", "libm.so.6"],
    };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void All_that_the_loader_reads_is_read(bool is64Bit, bool isLittleEndian)
    {
        var elf = Read(Full with { Is64Bit = is64Bit, IsLittleEndian = isLittleEndian, Machine = ElfBytes.Arm64 })!;
        Assert.Equal((is64Bit, isLittleEndian, ElfBytes.Arm64), (elf.Is64Bit, elf.IsLittleEndian, elf.Machine));
        Assert.Equal("/lib64/ld-linux-x86-64.so.2", elf.Interpreter);
        Assert.Equal("libshop.so.1", elf.SoName);
        Assert.Equal(["libc.so.6", "libm.so.6"], elf.Needed);
        Assert.Equal(["/old"], elf.RPath);
        Assert.Equal(["$ORIGIN", "/opt/lib"], elf.RunPath);
    }

    [Theory]
    [InlineData(2, "", 0, true)]
    [InlineData(2, "/lib/ld-musl-x86_64.so.1", 0, true)]
    [InlineData(3, "/lib/ld-musl-x86_64.so.1", 0, true)]
    [InlineData(3, "", 0x0800_0000, true)]
    [InlineData(3, "", 0, false)]
    [InlineData(3, "", 1, false)]
    public void A_program_is_what_the_kernel_can_start(int type, string interpreter, ulong flags, bool isProgram) =>
        Assert.Equal(isProgram, Read(new ElfBytes { Type = type, Interpreter = interpreter, Flags1 = flags })!.IsProgram);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Object_files_and_core_dumps_are_no_programs_or_libraries(int type) => Assert.Null(Read(new ElfBytes { Type = type }));

    [Fact]
    public void Other_files_are_none()
    {
        Assert.Null(ElfFile.TryRead(new MemoryStream()));
        Assert.Null(ElfFile.TryRead(new MemoryStream("#!/bin/sh\n"u8.ToArray())));
        Assert.Null(ElfFile.TryRead(new MemoryStream([.. "MZ"u8, .. new byte[200]])));
    }

    [Fact]
    public void A_file_of_this_machine_is_read()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var self = Process.GetCurrentProcess();
        var elf = ElfFile.TryRead(self.MainModule!.FileName)!;
        Assert.True(elf.IsProgram);
        Assert.NotEmpty(elf.Interpreter);
        Assert.Contains(elf.Needed, name => name.StartsWith("libc.", StringComparison.Ordinal));
        var library = ElfFile.TryRead(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libcoreclr.so"))!;
        Assert.False(library.IsProgram);
        Assert.True(library.Fits(elf));
    }

    [Fact]
    public void A_cut_file_is_no_library_or_reads_as_the_whole_one()
    {
        var bytes = Full.ToArray();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(ElfFile.TryRead(new MemoryStream(bytes, 0, length)));
    }

    [Fact]
    public void No_bytes_make_it_fail() =>
        Law.Holds(
            from changes in Gen.ListOf(Gen.Zip(Gen.Choose(4, Full.ToArray().Length - 1), Gen.Choose(0, 255)))
            select changes,
            changes =>
            {
                var bytes = Full.ToArray();
                foreach (var (at, value) in changes)
                    bytes[at] = (byte)value;
                ElfFile.TryRead(new MemoryStream(bytes));
            },
            times: 3000);

    private static ElfFile? Read(ElfBytes bytes) => ElfFile.TryRead(new MemoryStream(bytes.ToArray()));
}
