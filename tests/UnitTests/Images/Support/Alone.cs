namespace MultiStage.UnitTests.Images;

/// <summary>Tests that count allocations or change the process's environment run while nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
