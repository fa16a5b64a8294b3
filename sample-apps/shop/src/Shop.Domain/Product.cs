namespace Shop.Domain;

public sealed record Product(string Id, string Name, string Description, Money Price);
