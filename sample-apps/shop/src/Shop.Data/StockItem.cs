namespace Shop.Data;

/// <summary>A product on the shelf.</summary>
public sealed class StockItem
{
    public required string ProductId { get; set; }

    public required string Name { get; set; }

    public int Quantity { get; set; }

    public string? Shelf { get; set; }
}
