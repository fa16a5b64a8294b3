using System.Text;
using System.Xml;
using MultiStage.Diagnostics;
using MultiStage.Testing;

namespace MultiStage.UnitTests.Testing;

/// <summary>Result files as test runners write them, and as they must not harm anybody.</summary>
public sealed class TrxReaderTests
{
    private const string Namespace = "xmlns=\"http://microsoft.com/schemas/VisualStudio/TeamTest/2010\"";

    [Theory]
    [InlineData("Passed", 1, 0, 0)]
    [InlineData("Completed", 1, 0, 0)]
    [InlineData("Warning", 1, 0, 0)]
    [InlineData("PassedButRunAborted", 1, 0, 0)]
    [InlineData("Failed", 0, 1, 0)]
    [InlineData("Error", 0, 1, 0)]
    [InlineData("Timeout", 0, 1, 0)]
    [InlineData("Aborted", 0, 1, 0)]
    [InlineData("Disconnected", 0, 1, 0)]
    [InlineData("NotExecuted", 0, 0, 1)]
    [InlineData("Inconclusive", 0, 0, 1)]
    [InlineData("NotRunnable", 0, 0, 1)]
    [InlineData("Pending", 0, 0, 1)]
    [InlineData("", 0, 0, 1)]
    [InlineData("of a newer runner", 0, 0, 1)]
    public void Every_outcome_counts_once(string outcome, int passed, int failed, int skipped)
    {
        foreach (var text in new[] { $"<UnitTestResult testName=\"A.B\" outcome=\"{outcome}\" />",
            $"<UnitTestResult testName=\"A.B\" outcome=\"{outcome}\"><Output><StdOut>x</StdOut></Output></UnitTestResult>" })
        {
            var results = Read(text);
            Assert.Equal((passed, failed, skipped, 1), (results.Passed, results.Failed, results.Skipped, results.Total));
        }
    }

    [Fact]
    public void A_failure_has_its_name_message_and_stack_trace()
    {
        var failure = Assert.Single(Read("""
            <UnitTestResult testName="Shop.Adds(a: &quot;&lt;x&gt;&quot;)" outcome="Failed">
              <Output><StdOut>StackTrace</StdOut><ErrorInfo><Message>Expected: 1&#xD;
            Actual:   <![CDATA[<2>]]></Message><StackTrace>   at X in /src/a.cs:line 3</StackTrace></ErrorInfo></Output>
            </UnitTestResult>
            """).Failures);
        Assert.Equal("Shop.Adds(a: \"<x>\")", failure.Name);
        Assert.Equal("Expected: 1\r\nActual:   <2>", failure.Message);
        Assert.Equal("   at X in /src/a.cs:line 3", failure.StackTrace);
    }

    [Theory]
    [InlineData("Adds", "Shop.PriceTests", "Adds", "Shop.PriceTests.Adds")]
    [InlineData("Adds(1,2)", "Shop.PriceTests", "Adds", "Shop.PriceTests.Adds(1,2)")]
    [InlineData("Adds (1,2)", "Shop.PriceTests, Shop.Tests, Version=1.0.0.0", "Adds", "Shop.PriceTests.Adds (1,2)")]
    [InlineData("Shop.PriceTests.Adds", "Shop.PriceTests", "Shop.PriceTests.Adds", "Shop.PriceTests.Adds")]
    [InlineData("Shop.PriceTests.Adds", "Shop.PriceTests", "Adds", "Shop.PriceTests.Adds")]
    [InlineData("Adds two prices", "Shop.PriceTests", "Adds", "Adds two prices")]
    [InlineData("Adds", "", "", "Adds")]
    public void A_bare_name_gets_the_class_of_its_definition(string name, string className, string method, string expected)
    {
        var failures = Read($"""
            <UnitTestResult testId="1" testName="{name}" outcome="Failed" /><UnitTestResult testId="2" testName="Other" outcome="Failed" />
            <UnitTest id="1"><Execution id="x" /><TestMethod className="{className}" name="{method}" /></UnitTest>
            <UnitTest id="3"><TestMethod className="No" name="Other" /></UnitTest>
            """).Failures;
        Assert.Equal([expected, "Other"], failures.Select(failure => failure.Name));
    }

    [Fact]
    public void The_rows_of_a_test_count_and_not_the_test_around_them()
    {
        var results = Read("""
            <UnitTestResult testName="Rows" outcome="Failed"><Output><ErrorInfo><Message>some</Message></ErrorInfo></Output>
              <InnerResults>
                <UnitTestResult testName="Rows (1)" outcome="Passed" />
                <UnitTestResult testName="Rows (2)" outcome="Failed"><Output><ErrorInfo><Message>two</Message></ErrorInfo></Output></UnitTestResult>
              </InnerResults>
            </UnitTestResult>
            <UnitTestResult testName="None" outcome="Passed"><InnerResults /></UnitTestResult>
            """);
        Assert.Equal((2, 1), (results.Passed, results.Failed));
        Assert.Equal(("Rows (2)", "two"), (results.Failures[0].Name, results.Failures[0].Message));
    }

    [Fact]
    public void What_the_runner_says_about_itself_is_kept()
    {
        var results = new TestResults();
        Add($"<TestRun {Namespace}><ResultSummary outcome=\"Failed\"><RunInfos><RunInfo outcome=\"Error\"><Text>Test host process crashed : Stack overflow.</Text></RunInfo><RunInfo outcome=\"Warning\"><Text>slow</Text></RunInfo></RunInfos></ResultSummary></TestRun>", results);
        Assert.Equal(["Test host process crashed : Stack overflow."], results.RunErrors);
    }

    [Fact]
    public void Several_files_add_up()
    {
        var results = new TestResults();
        Add(Run("<UnitTestResult testName=\"A\" outcome=\"Passed\" />"), results);
        Add(Run("<UnitTestResult testName=\"A\" outcome=\"Failed\" />"), results);
        Assert.Equal((1, 1, "", ""), (results.Passed, results.Failed, results.Failures[0].Message, results.Failures[0].StackTrace));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not XML")]
    [InlineData("<html/>")]
    [InlineData("<TestRun>")]
    [InlineData("<TestRun><Results><UnitTestResult testName='x' outcome='Failed'><Output></Results></TestRun>")]
    [InlineData("<TestRun><a b=c/></TestRun>")]
    [InlineData("<!DOCTYPE TestRun><TestRun/>")]
    [InlineData("<!DOCTYPE TestRun [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><TestRun>&e;</TestRun>")]
    [InlineData("<!DOCTYPE TestRun [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><TestRun>&b;</TestRun>")]
    [InlineData("<TestRun>&undefined;</TestRun>")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_or_hostile_file_is_one_coded_error_that_names_it(string text)
    {
        Assert.Throws<XmlException>(() => Add(text, new TestResults()));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            var exception = Assert.Throws<ContainerException>(() => TrxReader.Read(file, new TestResults()));
            Assert.Equal("MST5204", exception.Descriptor.Code);
            Assert.Contains(file, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Characters_that_XML_does_not_allow_are_no_obstacle() =>
        Assert.Equal("\u001b[31mred",
            Assert.Single(
                Read("<UnitTestResult testName=\"A\" outcome=\"Failed\"><Output><ErrorInfo><Message>&#x1B;[31mred</Message></ErrorInfo></Output></UnitTestResult>").Failures).Message);

    [Fact]
    public void A_huge_message_is_cut()
    {
        var text = new string('x', 3_000_000);
        var failure =
            Assert.Single(
                Read($"<UnitTestResult testName=\"{text}\" outcome=\"Failed\"><Output><StdOut>{text}</StdOut><ErrorInfo><Message>{text}</Message><StackTrace>{text}</StackTrace></ErrorInfo></Output></UnitTestResult>").Failures);
        Assert.All([failure.Name, failure.Message, failure.StackTrace], part => Assert.Equal(16 * 1024, part.Length));
    }

    [Fact]
    public void A_hundred_thousand_failures_are_counted_and_the_first_are_kept()
    {
        var results =
            Read(string.Concat(
                Enumerable.Range(0, 100_000).Select(index => $"<UnitTestResult testName=\"T{index}\" outcome=\"Failed\" />")));
        Assert.Equal((100_000, TrxReader.MostFailures, "T0"), (results.Failed, results.Failures.Count, results.Failures[0].Name));
    }

    [Fact]
    public void Elements_in_elements_without_end_do_not_overflow()
    {
        var text = "<TestRun>" + string.Concat(Enumerable.Repeat("<UnitTestResult outcome=\"Passed\"><InnerResults>", 50_000))
            + string.Concat(Enumerable.Repeat("</InnerResults></UnitTestResult>", 50_000)) + "</TestRun>";
        var results = new TestResults();
        Add(text, results);
        // Each says that it has rows; the innermost has none that count.
        Assert.Equal(0, results.Total);
    }

    private static TestResults Read(string text)
    {
        var results = new TestResults();
        Add(Run(text), results);
        return results;
    }

    private static string Run(string text) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><TestRun id=\"1\" {Namespace}><Times /><Results>{text}</Results><ResultSummary outcome=\"Completed\"><Counters total=\"99\" /></ResultSummary></TestRun>";

    private static void Add(string text, TestResults results) => TrxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), results);
}
