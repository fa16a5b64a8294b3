namespace MultiStage.UnitTests.Support;

/// <summary>Paths of tests, each as the kind that it is.</summary>
internal static class PathTexts
{
    public static ContextPath InContext(string text) => ContextPath.Of(text);

    public static IReadOnlyList<ContextPath> InContext(IEnumerable<string> texts) => [.. texts.Select(ContextPath.Of)];

    public static ImagePath InImage(string text) => ImagePath.Of(text);

    public static HostPath OnHost(string text) => HostPath.Of(text);

    public static IEnumerable<string> Texts(this IEnumerable<ContextPath> paths) => paths.Select(path => path.Text);

    public static IEnumerable<string> Texts(this IEnumerable<ImagePath> paths) => paths.Select(path => path.Text);

    public static IEnumerable<string> Texts(this IEnumerable<CopySource> sources) => sources.Select(source => source.Text);
}
