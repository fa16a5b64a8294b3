using Shop.Domain;
using Shop.Pricing;
using Xunit;

namespace Shop.Tests;

public sealed class PriceCalculatorTests
{
    private static readonly Product Cup = new("espresso-cup", "espresso cup", "", new Money(12.50m, "EUR"));

    [Theory]
    [InlineData(1, "1 espresso cup", "12.50")]
    [InlineData(9, "9 espresso cups", "112.50")]
    [InlineData(10, "10 espresso cups", "118.75")]
    [InlineData(50, "50 espresso cups", "562.50")]
    public void Quantity_decides_the_discount(int quantity, string description, string total)
    {
        var quote = new PriceCalculator().Quote(Cup, quantity);

        Assert.Equal(description, quote.Description);
        Assert.Equal(decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture), quote.Total.Amount);
    }

    [Fact]
    public void Nothing_cannot_be_bought() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceCalculator().Quote(Cup, 0));
}
