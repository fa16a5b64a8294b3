using System.Globalization;
using Humanizer;
using Shop.Diagnostics;
using Shop.Domain;

namespace Shop.Pricing;

public sealed class PriceCalculator
{
    public Quote Quote(Product product, int quantity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);

        var discount = DiscountFor(quantity);
        ShopMetrics.PricesQuoted.Add(1);
        return new Quote(
            product.Id,
            product.Name.ToQuantity(quantity, "N0", CultureInfo.InvariantCulture),
            quantity,
            product.Price,
            discount,
            product.Price * (quantity * (1 - discount)));
    }

    private static decimal DiscountFor(int quantity) => quantity switch
    {
        >= 50 => 0.10m,
        >= 10 => 0.05m,
        _ => 0m,
    };
}
