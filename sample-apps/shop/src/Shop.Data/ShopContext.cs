using Microsoft.EntityFrameworkCore;

namespace Shop.Data;

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<StockItem> Stock => Set<StockItem>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<StockItem>(item =>
    {
        item.HasKey(one => one.ProductId);
        item.Property(one => one.ProductId).HasMaxLength(64);
        item.Property(one => one.Name).HasMaxLength(200);
        item.Property(one => one.Shelf).HasMaxLength(20);
        item.HasData(
            new StockItem { ProductId = "espresso-cup", Name = "espresso cup", Quantity = 120, Shelf = "A1" },
            new StockItem { ProductId = "milk-jug", Name = "milk jug", Quantity = 35, Shelf = "A2" },
            new StockItem { ProductId = "hand-grinder", Name = "hand grinder", Quantity = 4, Shelf = "B1" },
            new StockItem { ProductId = "filter-pack", Name = "filter pack", Quantity = 800, Shelf = "C1" });
    });
}
