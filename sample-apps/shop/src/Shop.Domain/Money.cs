namespace Shop.Domain;

public readonly record struct Money(decimal Amount, string Currency)
{
    public static Money operator *(Money money, decimal factor) =>
        money with { Amount = decimal.Round(money.Amount * factor, 2, MidpointRounding.ToEven) };
}
