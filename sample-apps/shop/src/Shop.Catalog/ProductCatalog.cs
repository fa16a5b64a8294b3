using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Shop.Diagnostics;
using Shop.Domain;

namespace Shop.Catalog;

public sealed class ProductCatalog
{
    // The file may be a mounted one that is being replaced at this moment.
    private static readonly ResiliencePipeline ReadPipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<IOException>().Handle<JsonException>(),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
        })
        .Build();

    private readonly Dictionary<string, Product> byId;

    public ProductCatalog(IEnumerable<Product> products)
    {
        Products = [.. products];
        byId = Products.ToDictionary(product => product.Id, StringComparer.OrdinalIgnoreCase);
    }

    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "data", "products.json");

    public IReadOnlyList<Product> Products { get; }

    public static ProductCatalog Load(string path) => new(ReadPipeline.Execute(() =>
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<Product[]>(file, WebJson.Options) ?? [];
    }));

    public bool TryGet(string id, [NotNullWhen(true)] out Product? product)
    {
        if (!byId.TryGetValue(id, out product))
            return false;

        ShopMetrics.ProductsViewed.Add(1, new KeyValuePair<string, object?>("product", product.Id));
        return true;
    }
}
