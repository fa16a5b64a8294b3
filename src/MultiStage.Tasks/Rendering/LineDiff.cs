using System.Text;

namespace MultiStage.Rendering;

/// <summary>Shows two texts as lines that went ('-') and lines that came ('+'), with the unchanged lines left out.</summary>
internal static class LineDiff
{
    public static string Between(string before, string after)
    {
        var left = before.Split('\n');
        var right = after.Split('\n');
        var lengths = CommonLengths(left, right);
        var text = new StringBuilder();
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
                (i, j) = (i + 1, j + 1);
            else if (i < left.Length && (j == right.Length || lengths[i + 1, j] >= lengths[i, j + 1]))
                text.Append("- ").Append(left[i++]).Append('\n');
            else
                text.Append("+ ").Append(right[j++]).Append('\n');
        }
        return text.ToString();
    }

    private static int[,] CommonLengths(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
            for (var j = right.Length - 1; j >= 0; j--)
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        return lengths;
    }
}
