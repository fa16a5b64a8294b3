using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MultiStage.Publishing;

namespace MultiStage.UnitTests.Publishing
{
    /// <summary>Migrations in a compiled file: those of the classes below, in the file of these tests.</summary>
    public sealed class MigrationTypesTests
    {
        private static readonly string ThisFile = typeof(MigrationTypesTests).Assembly.Location;

        [Fact]
        public void A_migration_tells_its_context()
        {
            Assert.Equal([typeof(Nested.InnerContext).FullName!, typeof(OneContext).FullName!],
                MigrationTypes.ContextsIn(ThisFile).Distinct().Order(StringComparer.Ordinal));
            Assert.Contains(typeof(NoMigrationsContext).FullName, MigrationTypes.ClassesIn(ThisFile));
        }

        [Fact]
        public void Other_files_have_none()
        {
            Assert.Empty(MigrationTypes.ContextsIn(typeof(object).Assembly.Location));
            var text = Path.GetTempFileName();
            File.WriteAllText(text, "no assembly");
            Assert.Empty(MigrationTypes.ContextsIn(text));
            File.Delete(text);
        }

        [Theory]
        [InlineData("Shop.Data.ShopContext", "ShopContext", true)]
        [InlineData("Shop.Data.ShopContext", "shopcontext", true)]
        [InlineData("Shop.Data.ShopContext", "Shop.Data.ShopContext", true)]
        [InlineData("Shop.Data.ShopContext", "Data.ShopContext", true)]
        [InlineData("Shop.Data.ShopContext", "Context", false)]
        [InlineData("Shop.Data.ShopContext", "Other.ShopContext", false)]
        [InlineData("ShopContext", "ShopContext", true)]
        [InlineData("Shop.Outer+ShopContext", "ShopContext", true)]
        public void A_context_is_called_by_its_name_with_or_without_namespace(string fullName, string name, bool expected) =>
            Assert.Equal(expected, MigrationTypes.IsCalled(fullName, name));
    }

    public sealed class OneContext;

    public sealed class NoMigrationsContext;

    public static class Nested
    {
        public sealed class InnerContext;
    }

    [DbContext(typeof(OneContext)), Migration("1")]
    public sealed class First;

    [DbContext(typeof(OneContext)), Migration("2")]
    public sealed class Second;

    [Migration("1"), DbContext(typeof(Nested.InnerContext))]
    public sealed class Inner;

    [DbContext(typeof(NoMigrationsContext))]
    public sealed class Snapshot;
}

namespace Microsoft.EntityFrameworkCore.Migrations
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class MigrationAttribute(string id) : Attribute
    {
        public string Id { get; } = id;
    }
}

namespace Microsoft.EntityFrameworkCore.Infrastructure
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class DbContextAttribute(Type contextType) : Attribute
    {
        public Type ContextType { get; } = contextType;
    }
}
