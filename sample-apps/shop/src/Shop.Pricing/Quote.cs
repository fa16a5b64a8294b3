using Shop.Domain;

namespace Shop.Pricing;

public sealed record Quote(string ProductId, string Description, int Quantity, Money UnitPrice, decimal Discount, Money Total);
