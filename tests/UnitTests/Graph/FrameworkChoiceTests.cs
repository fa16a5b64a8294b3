using MultiStage.Graph;

namespace MultiStage.UnitTests.Graph;

/// <summary>The framework that an error suggests.</summary>
public class FrameworkChoiceTests
{
    [Theory]
    [InlineData("net8.0;net9.0;net10.0", "net10.0")]
    [InlineData("net10.0;net9.0;net8.0", "net10.0")]
    [InlineData("net10.0;net9.0;net462", "net10.0")]
    [InlineData("net9.0;net10.0-windows", "net9.0")]
    [InlineData("netstandard2.0;net8.0", "net8.0")]
    [InlineData("net472;netcoreapp3.1", "netcoreapp3.1")]
    [InlineData("NET8.0;netcoreapp3.1", "NET8.0")]
    [InlineData("netstandard2.0;net472", "net472")]
    [InlineData("net10.0", "net10.0")]
    [InlineData("odd;older", "older")]
    public void It_is_the_newest_that_an_image_can_hold(string frameworks, string expected) =>
        Assert.Equal(expected, FrameworkChoice.Suggest(frameworks.Split(';')));
}
