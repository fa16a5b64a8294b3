using System.Text;

namespace MultiStage.Images;

/// <summary>
/// Knows every secret that this process has handled and takes them out of any text. It is the second line: texts are
/// made without secrets, but a registry may send one back.
/// </summary>
internal sealed class RegistrySecrets
{
    // Shorter ones would blank out ordinary words, and are no secrets.
    private const int ShortestSecret = 4;
    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    public void Add(string? secret)
    {
        if (string.IsNullOrEmpty(secret) || secret.Length < ShortestSecret)
            return;
        lock (secrets)
        {
            secrets.Add(secret);
            secrets.Add(Uri.EscapeDataString(secret));
            secrets.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        }
    }

    /// <summary>The text with every known secret replaced, on one line and bounded.</summary>
    public string Scrub(string? text, int max = 300)
    {
        var result = text ?? "";
        lock (secrets)
        {
            // Longest first: a secret may contain another one.
            foreach (var secret in secrets.OrderByDescending(secret => secret.Length))
                result = result.Replace(secret, "***", StringComparison.Ordinal);
        }
        return Printable.Of(result, max);
    }

    /// <summary>A URL without user, query and fragment: signed URLs carry their secret in the query.</summary>
    public static string Url(Uri uri) =>
        uri.IsAbsoluteUri
            ? Printable.Of(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), 300)
            : "a relative address";
}
