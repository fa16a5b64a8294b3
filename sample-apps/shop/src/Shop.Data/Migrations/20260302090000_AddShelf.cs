using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Shop.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddShelf : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Shelf",
                table: "Stock",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.UpdateData(
                table: "Stock",
                keyColumn: "ProductId",
                keyValue: "espresso-cup",
                column: "Shelf",
                value: "A1");

            migrationBuilder.UpdateData(
                table: "Stock",
                keyColumn: "ProductId",
                keyValue: "filter-pack",
                column: "Shelf",
                value: "C1");

            migrationBuilder.UpdateData(
                table: "Stock",
                keyColumn: "ProductId",
                keyValue: "hand-grinder",
                column: "Shelf",
                value: "B1");

            migrationBuilder.UpdateData(
                table: "Stock",
                keyColumn: "ProductId",
                keyValue: "milk-jug",
                column: "Shelf",
                value: "A2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Shelf",
                table: "Stock");
        }
    }
}
