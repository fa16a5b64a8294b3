using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Build.Framework;

namespace MultiStage.Tasks;

/// <summary>One text for everything that a task was given: parameters, items with their metadata, global properties.</summary>
internal static class TaskInputs
{
    public static string Text(ITask task, IReadOnlyDictionary<string, string> globalProperties)
    {
        // The module's id is another one for every build of the tasks.
        var text = new StringBuilder(task.GetType().Module.ModuleVersionId.ToString()).Append(Text(globalProperties));
        foreach (var property in task.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            if (property.CanWrite && !property.IsDefined(typeof(OutputAttribute)))
                Add(text, property.Name, property.GetValue(task));
        return text.ToString();
    }

    /// <summary>One text for global properties.</summary>
    public static string Text(IReadOnlyDictionary<string, string> globalProperties)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in globalProperties.OrderBy(property => property.Key, StringComparer.OrdinalIgnoreCase))
            Add(text, name.ToUpperInvariant(), value);
        return text.ToString();
    }

    // Lengths before values: no two lists of values give one text.
    private static void Add(StringBuilder text, string name, object? value)
    {
        if (value is ITaskItem[] items)
        {
            Add(text, name, items.Length);
            foreach (var item in items)
            {
                Add(text, "item", item.ItemSpec);
                foreach (var metadata in item.CloneCustomMetadata().Keys.Cast<string>().Order(StringComparer.Ordinal))
                    Add(text, metadata, item.GetMetadata(metadata));
            }
            return;
        }
        var single = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        text.Append(CultureInfo.InvariantCulture, $"\n{name}:{single.Length}:{single}");
    }
}
