using Shop.Catalog;
using Xunit;

namespace Shop.Tests;

public sealed class ProductCatalogTests
{
    [Fact]
    public void Shipped_products_have_a_price_and_are_found_by_id()
    {
        var catalog = ProductCatalog.Load(ProductCatalog.DefaultPath);

        Assert.NotEmpty(catalog.Products);
        Assert.All(catalog.Products, product =>
        {
            Assert.True(product.Price.Amount > 0);
            Assert.True(catalog.TryGet(product.Id.ToUpperInvariant(), out var found));
            Assert.Same(product, found);
        });
    }
}
