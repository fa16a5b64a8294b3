using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop;
using Shop.Catalog;
using Shop.Data;
using Shop.Domain;
using Shop.Greetings;
using Shop.Pricing;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(_ => ProductCatalog.Load(ProductCatalog.DefaultPath));
builder.Services.AddSingleton<PriceCalculator>();
builder.Services.AddShopDatabase(builder.Configuration);

var app = builder.Build();
await app.Services.PrepareShopDatabaseAsync();
app.UseFileServer();

app.MapGet("/products", (ProductCatalog catalog) => catalog.Products);

app.MapGet("/products/{id}", Results<Ok<Product>, NotFound> (string id, ProductCatalog catalog) =>
    catalog.TryGet(id, out var product) ? TypedResults.Ok(product) : TypedResults.NotFound());

app.MapGet("/price/{id}", Results<Ok<Quote>, NotFound, ValidationProblem>
    (string id, ProductCatalog catalog, PriceCalculator prices, int quantity = 1) =>
{
    if (quantity is < 1 or > 10_000)
        return TypedResults.ValidationProblem(new Dictionary<string, string[]>
        {
            ["quantity"] = ["The quantity must be between 1 and 10000."],
        });

    return catalog.TryGet(id, out var product)
        ? TypedResults.Ok(prices.Quote(product, quantity))
        : TypedResults.NotFound();
});

app.MapGet("/stock", (ShopContext shop) => shop.Stock.AsNoTracking().OrderBy(item => item.ProductId).AsAsyncEnumerable());

app.MapGet("/about", (TimeProvider time) => new About(
    Greeting.For(TimeOnly.FromTimeSpan(time.GetUtcNow().TimeOfDay)),
    BuildInfo.Product,
    BuildInfo.Version,
    BuildInfo.Configuration,
    BuildInfo.Framework));

app.MapHealthChecks("/healthz");

app.Run();

internal sealed record About(string Greeting, string? Product, string? Version, string? Configuration, string? Framework);
