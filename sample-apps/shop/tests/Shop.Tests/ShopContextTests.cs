using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog;
using Shop.Data;
using Xunit;

namespace Shop.Tests;

/// <summary>On SQLite, in memory: a database that keeps its rules, and needs no server.</summary>
public sealed class ShopContextTests : IDisposable
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");

    public ShopContextTests()
    {
        // The database lives as long as the connection.
        connection.Open();
        using var shop = NewContext();
        shop.Database.EnsureCreated();
    }

    public void Dispose() => connection.Dispose();

    [Fact]
    public void Every_product_that_is_sold_is_in_stock()
    {
        using var shop = NewContext();
        var stock = shop.Stock.AsNoTracking().ToDictionary(item => item.ProductId);

        Assert.All(ProductCatalog.Load(ProductCatalog.DefaultPath).Products, product => Assert.True(stock[product.Id].Quantity > 0));
    }

    [Fact]
    public void What_is_taken_from_the_shelf_is_gone_for_all()
    {
        using (var shop = NewContext())
        {
            shop.Stock.Single(item => item.ProductId == "milk-jug").Quantity -= 5;
            shop.SaveChanges();
        }

        using var other = NewContext();
        Assert.Equal(30, other.Stock.Single(item => item.ProductId == "milk-jug").Quantity);
    }

    [Fact]
    public void A_product_has_one_place()
    {
        using var shop = NewContext();
        shop.Stock.Add(new StockItem { ProductId = "milk-jug", Name = "milk jug", Shelf = "Z9" });

        Assert.Throws<DbUpdateException>(() => shop.SaveChanges());
    }

    private ShopContext NewContext() => new(new DbContextOptionsBuilder<ShopContext>().UseSqlite(connection).Options);
}
