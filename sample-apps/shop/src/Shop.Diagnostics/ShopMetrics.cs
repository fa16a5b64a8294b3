using System.Diagnostics.Metrics;

namespace Shop.Diagnostics;

public static class ShopMetrics
{
    private static readonly Meter Meter = new("Shop");

    public static Counter<long> ProductsViewed { get; } =
        Meter.CreateCounter<long>("shop.products.viewed", "{product}", "Products shown one by one");

    public static Counter<long> PricesQuoted { get; } =
        Meter.CreateCounter<long>("shop.prices.quoted", "{quote}", "Prices asked for");
}
