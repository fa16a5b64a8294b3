using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>A process with its arguments; never a shell string, unless a project writes one itself (<see cref="ShellWord"/>).</summary>
/// <param name="Environment">Variables that only this command sees.</param>
internal sealed record Command(IReadOnlyList<Word> Words, IReadOnlyList<CommandVariable> Environment)
{
    /// <summary>A file that gets the exit code of a command that fails; the step then goes on. Null to fail with the command.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImagePath? ExitCodeFile { get; init; }
}

/// <summary>A variable of one command: a literal value, or the content of a mounted secret that may be absent.</summary>
internal sealed record CommandVariable(string Name, string Value, bool IsSecretFile = false);

/// <summary>One argument of a command.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LiteralWord), "literal")]
[JsonDerivedType(typeof(VariableWord), "variable")]
[JsonDerivedType(typeof(PropertyWord), "property")]
[JsonDerivedType(typeof(VariablePropertyWord), "variableProperty")]
[JsonDerivedType(typeof(OptionalPropertiesWord), "optionalProperties")]
[JsonDerivedType(typeof(RuntimeIdentifierWord), "runtimeIdentifier")]
[JsonDerivedType(typeof(ShellWord), "shell")]
internal abstract record Word
{
    public static implicit operator Word(string text) => new LiteralWord(text);
}

/// <summary>The text itself.</summary>
internal sealed record LiteralWord(string Text) : Word;

/// <summary>The value of a build argument.</summary>
internal sealed record VariableWord(string Name) : Word;

/// <summary>An MSBuild property on the command line of dotnet.</summary>
internal sealed record PropertyWord(string Name, string Value) : Word
{
    /// <summary>Whether the value is as MSBuild has it, with escapes such as <c>%3B</c>; else it is meant literally.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEscaped { get; init; }
}

/// <summary>MSBuild properties in the form of its <c>-p</c> that are the value of a build argument; nothing when it is empty.</summary>
internal sealed record OptionalPropertiesWord(string Variable) : Word;

/// <summary>An MSBuild property on the command line of dotnet whose value is that of a build argument.</summary>
internal sealed record VariablePropertyWord(string Name, string Variable) : Word;

/// <summary>A runtime identifier whose architecture is that of a build argument, which has the engine's name for it.</summary>
/// <param name="System">The part before the architecture, e.g. <c>linux</c> or <c>linux-musl</c>.</param>
internal sealed record RuntimeIdentifierWord(string System, string Variable) : Word;

/// <summary>Lines for the image's shell as a project wrote them; the only word of their command.</summary>
internal sealed record ShellWord(string Text) : Word;

/// <summary>Something that a <see cref="RunStep"/> sees and the layer does not keep.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CacheMount), "cache")]
[JsonDerivedType(typeof(SecretMount), "secret")]
[JsonDerivedType(typeof(BindMount), "bind")]
internal abstract record Mount;

/// <summary>A folder that outlives the build; it may be empty at any time.</summary>
/// <param name="IsLocked">Whether builds at the same time wait for one another; else each gets a folder of its own.</param>
internal sealed record CacheMount(string Id, ImagePath Target, bool IsLocked = false) : Mount;

/// <summary>A secret as a file. It is absent when the builder was given none.</summary>
/// <param name="Target">Absolute path of the file.</param>
/// <param name="IsRequired">Whether the build must fail without it.</param>
internal sealed record SecretMount(string Id, ImagePath Target, bool IsRequired = false) : Mount;

/// <summary>Files to read, without a copy of them. A builder looks at their content to tell whether the step is still the same.</summary>
/// <param name="Source">A file or folder of the stage; of the context, seen from there.</param>
/// <param name="Target">Absolute path where the commands see it.</param>
/// <param name="From">The stage; empty for the context.</param>
internal sealed record BindMount(CopySource Source, ImagePath Target, string From = "") : Mount;
