using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Compose;

/// <summary>
/// Gives each port of a container a port of this machine, none of them twice. Ports that items ask for are given first;
/// the others get their own number or the next free one above.
/// </summary>
internal sealed class ComposePorts
{
    // Ports below need rights that rootless engines do not have: 80 becomes 8080, 443 becomes 8443.
    private const int FirstUnprivileged = 1024;
    private const int Raised = 8000;
    private const int Last = 65535;

    private readonly Dictionary<(int Port, string Protocol), string> taken = [];

    /// <param name="apps">All projects, with the names of their services.</param>
    public ComposePorts(IEnumerable<(string Service, ComposeApp App)> apps)
    {
        foreach (var (service, app) in apps)
            foreach (var port in Exposed(app.Plan, KnownStages.Final))
                if (Wanted(app, port) is > 0 and var host && !taken.TryAdd((host, port.Protocol), service))
                    throw new ContainerException(ComposeDiagnostics.InvalidHostPort, app.Project, host,
                        $"'{taken[(host, port.Protocol)]}' has it already");
    }

    /// <summary>The published ports of a stage; to be called for the services in the order of the file.</summary>
    /// <param name="isFinal">Whether HostPort of the items is for this service.</param>
    public IReadOnlyList<ComposePort> Publish(string service, ComposeApp app, string stage, bool isFinal)
    {
        var ports = Exposed(app.Plan, stage);
        var first = ports.OrderBy(port => port.Protocol == "udp").FirstOrDefault();
        return
        [
            .. ports.Select(port => (Port: port, Wanted: Wanted(app, port))).Where(pair => pair.Wanted != 0)
                .Select(pair => new ComposePort(
                    Variable(service, pair.Port, pair.Port == first),
                    isFinal && pair.Wanted is { } host ? host : Free(service, pair.Port), pair.Port.Port, pair.Port.Protocol)),
        ];
    }

    private int Free(string service, ImagePort port)
    {
        var start = port.Port < FirstUnprivileged ? port.Port + Raised : port.Port;
        for (var host = start; ; host = host == Last ? FirstUnprivileged : host + 1)
            if (taken.TryAdd((host, port.Protocol), service))
                return host;
    }

    // The name of the first port stays when there are more of them one day.
    private static string Variable(string service, ImagePort port, bool isFirst) =>
        ComposeNames.Variable(service) + "_PORT"
            + (isFirst ? "" : "_" + port.Port.ToString(CultureInfo.InvariantCulture) + (port.Protocol == "udp" ? "_UDP" : ""));

    /// <summary>The port of this machine: 0 for none, null for any.</summary>
    private static int? Wanted(ComposeApp app, ImagePort port)
    {
        var option =
            app.HostPorts.LastOrDefault(
                option => option.HostPort.Length > 0 && OptionRules.Port(new PortOption(option.Port, option.Type)) == port);
        if (option is null)
            return null;
        if (option.HostPort.Equals("none", StringComparison.OrdinalIgnoreCase))
            return 0;
        return int.TryParse(option.HostPort, NumberStyles.None, CultureInfo.InvariantCulture, out var host) && host is > 0 and <= Last
            ? host
            : throw new ContainerException(ComposeDiagnostics.InvalidHostPort, app.Project, option.HostPort.ReplaceLineEndings(" "),
                "it is no port");
    }

    private static IReadOnlyList<ImagePort> Exposed(BuildPlan plan, string stage) => ImagePort.Sorted(plan.SettingsOf(stage).Ports);
}
