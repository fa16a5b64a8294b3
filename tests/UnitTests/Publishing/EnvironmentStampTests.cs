using System.Collections;
using MultiStage.Publishing;

namespace MultiStage.UnitTests.Publishing;

/// <summary>A project may read any variable, and none that only another terminal has is one to read.</summary>
public sealed class EnvironmentStampTests
{
    [Theory]
    [InlineData("CI", "true")]
    [InlineData("Configuration", "Debug")]
    [InlineData("PATH", "/elsewhere")]
    public void A_variable_shows(string name, string value) => Assert.NotEqual(Text(), Text((name, value)));

    [Theory]
    [InlineData("SHLVL"), InlineData("PWD"), InlineData("_"), InlineData("DOTNET_CLI_TELEMETRY_SESSIONID"), InlineData("TMUX_PANE")]
    public void One_of_the_session_does_not_show(string name) => Assert.Equal(Text(), Text((name, "1")));

    [Fact]
    public void The_order_does_not_show() => Assert.Equal(Text(("a", "1"), ("b", "2")), Text(("b", "2"), ("a", "1")));

    [Fact]
    public void A_line_break_in_a_value_is_no_second_variable() => Assert.NotEqual(Text(("a", "1\nb=2")), Text(("a", "1"), ("b", "2")));

    private static string Text(params (string Name, string Value)[] variables)
    {
        var table = new Hashtable { ["HOME"] = "/home/me" };
        foreach (var (name, value) in variables)
            table[name] = value;
        return EnvironmentStamp.Text(table);
    }
}
