using FsCheck;
using FsCheck.Fluent;

namespace MultiStage.UnitTests.Support;

/// <summary>Runs a property; the first counterexample, made small, is the failure.</summary>
internal static class Law
{
    /// <param name="law">Throws or asserts when the law is broken.</param>
    public static void Holds<T>(Gen<T> values, Action<T> law, int times = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(values.ToArbitrary(), law));
}
