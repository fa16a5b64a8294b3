namespace MultiStage.Engines;

/// <summary>The build failed and the tools in the builder have reported why; there is nothing to add.</summary>
internal sealed class BuilderErrorsException : Exception;
