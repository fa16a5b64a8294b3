using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Data;

/// <summary>PostgreSQL when <c>ConnectionStrings:Shop</c> says where; else a database in memory that ends with the shop.</summary>
public static class ShopDatabase
{
    public static IServiceCollection AddShopDatabase(this IServiceCollection services, IConfiguration configuration) =>
        services.AddDbContext<ShopContext>(options =>
        {
            // The tools that work on migrations know no connection, and need to know which kind of database it will be.
            if (configuration.GetConnectionString("Shop") is { Length: > 0 } connection)
                options.UseNpgsql(connection);
            else if (EF.IsDesignTime)
                options.UseNpgsql();
            else
                options.UseInMemoryDatabase("shop");
        });

    /// <summary>
    /// Fills the database in memory. One that outlives the shop is brought up to date before the shop starts, by the image
    /// with the migrations.
    /// </summary>
    public static async Task PrepareShopDatabaseAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ShopContext>().Database;
        if (!database.IsRelational())
            await database.EnsureCreatedAsync();
    }
}
