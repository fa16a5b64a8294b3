namespace MultiStage.Rendering.Nginx;

/// <summary>Types by extension. Complete, so that the lists of base images, which differ, do not matter.</summary>
internal static class MimeTypes
{
    /// <summary>Type and extensions.</summary>
    public static readonly IReadOnlyList<(string Type, string Extensions)> All =
    [
        ("application/atom+xml", "atom"),
        ("application/geo+json", "geojson"),
        ("application/gzip", "gz"),
        ("application/json", "json map"),
        ("application/ld+json", "jsonld"),
        ("application/manifest+json", "webmanifest"),
        ("application/msword", "doc"),
        // Parts of a .NET app that a browser loads.
        ("application/octet-stream", "bin blat br dat dll dmg exe img iso pdb"),
        ("application/pdf", "pdf"),
        ("application/rss+xml", "rss"),
        ("application/rtf", "rtf"),
        ("application/vnd.ms-excel", "xls"),
        ("application/vnd.ms-fontobject", "eot"),
        ("application/vnd.ms-powerpoint", "ppt"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("application/wasm", "wasm"),
        ("application/xhtml+xml", "xhtml"),
        ("application/zip", "zip"),
        ("audio/midi", "mid midi"),
        ("audio/mpeg", "mp3"),
        ("audio/ogg", "oga ogg opus"),
        ("audio/wav", "wav"),
        ("audio/x-m4a", "m4a"),
        ("font/collection", "ttc"),
        ("font/otf", "otf"),
        ("font/ttf", "ttf"),
        ("font/woff", "woff"),
        ("font/woff2", "woff2"),
        ("image/apng", "apng"),
        ("image/avif", "avif"),
        ("image/bmp", "bmp"),
        ("image/gif", "gif"),
        ("image/jpeg", "jpeg jpg"),
        ("image/png", "png"),
        ("image/svg+xml", "svg"),
        ("image/tiff", "tif tiff"),
        ("image/webp", "webp"),
        ("image/x-icon", "ico"),
        ("model/gltf+json", "gltf"),
        ("model/gltf-binary", "glb"),
        ("text/calendar", "ics"),
        ("text/css", "css"),
        ("text/csv", "csv"),
        ("text/html", "htm html"),
        ("text/javascript", "cjs js mjs"),
        ("text/markdown", "md"),
        ("text/plain", "txt"),
        ("text/vcard", "vcf"),
        ("text/vtt", "vtt"),
        ("text/xml", "xml xsd xsl xslt"),
        ("video/mp4", "m4v mp4"),
        ("video/mpeg", "mpeg mpg"),
        ("video/ogg", "ogv"),
        ("video/quicktime", "mov"),
        ("video/webm", "webm"),
    ];

    /// <summary>Types that become smaller; <c>text/html</c> always is one for nginx, and naming it again is a warning.</summary>
    public static readonly IReadOnlyList<string> Compressible =
    [
        .. All.Select(row => row.Type).Where(type => type != "text/html" && (type.StartsWith("text/", StringComparison.Ordinal)
            || type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal)
            || type is "application/json" or "application/octet-stream" or "application/vnd.ms-fontobject" or "application/wasm"
                or "font/otf" or "font/ttf" or "image/bmp" or "image/x-icon")),
    ];

    /// <summary>Types whose characters are UTF-8, beside <c>text/html</c>.</summary>
    public static readonly IReadOnlyList<string> Text =
    [
        .. All.Select(row => row.Type).Where(type => type != "text/html" && (type.StartsWith("text/", StringComparison.Ordinal)
            || type is "application/json" or "application/manifest+json" or "application/rss+xml" or "application/atom+xml"
                or "image/svg+xml")),
    ];
}
