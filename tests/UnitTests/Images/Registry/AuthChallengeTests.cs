using FsCheck;
using FsCheck.Fluent;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class AuthChallengeTests
{
    [Theory]
    [InlineData("Basic", "basic")]
    [InlineData("Basic realm=\"x\"", "basic realm=x")]
    [InlineData("Basic realm=x", "basic realm=x")]
    [InlineData("BASIC REALM=\"x\"", "basic realm=x")]
    [InlineData("Bearer realm=\"https://a/t\",service=\"s\",scope=\"repository:a:pull,push\"",
        "bearer realm=https://a/t service=s scope=repository:a:pull,push")]
    [InlineData("Bearer realm=\"https://a/t\" , service=\"s\"", "bearer realm=https://a/t service=s")]
    [InlineData("Bearer  realm = \"x\"", "bearer realm=x")]
    [InlineData("Basic realm=\"a\", Bearer realm=\"b\",service=c", "basic realm=a|bearer realm=b service=c")]
    [InlineData("Negotiate, Bearer realm=\"b\"", "negotiate|bearer realm=b")]
    [InlineData("Negotiate YII=, Bearer realm=\"b\"", "negotiate|bearer realm=b")]
    [InlineData("Bearer realm=\"a\\\"b\\\\c\"", "bearer realm=a\"b\\c")]
    [InlineData("Bearer realm=\"a\",realm=\"b\"", "bearer realm=a")]
    [InlineData("Bearer realm=\"unfinished", "bearer realm=unfinished")]
    [InlineData("Bearer realm=", "bearer")]
    [InlineData(",,, Bearer realm=x ,,", "bearer realm=x")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("=", "")]
    [InlineData("\"x\"", "")]
    [InlineData("Bearer error=\"invalid_token\",error_description=\"a, b = c\",realm=\"r\"",
        "bearer error=invalid_token error_description=a, b = c realm=r")]
    public void Reads_challenges(string header, string expected) =>
        Assert.Equal(expected, string.Join('|', AuthChallenge.Parse([header]).Select(challenge =>
            string.Join(' ', new[] { challenge.Scheme }.Concat(challenge.Parameters.Select(pair => pair.Key + "=" + pair.Value))))));

    [Fact]
    public void Reads_several_header_lines() =>
        Assert.Equal(["basic", "bearer"], AuthChallenge.Parse(["Basic realm=a", "Bearer realm=b"]).Select(challenge => challenge.Scheme));

    [Fact]
    public void A_very_long_header_is_left_out() => Assert.Empty(AuthChallenge.Parse(["Bearer realm=" + new string('x', 1 << 20)]));

    [Fact]
    public void No_text_makes_it_fail_or_hang() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => AuthChallenge.Parse([text ?? ""]) is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void No_mixture_of_separators_makes_it_fail_or_hang() =>
        Prop.ForAll(
            Gen.Elements("Bearer", " ", ",", "=", "\"", "\\", "realm", "x", "\t", "==").ListOf().Select(parts => string.Concat(parts))
                .ToArbitrary(),
            text => AuthChallenge.Parse([text]).Count <= text.Length + 1).QuickCheckThrowOnFailure();
}
