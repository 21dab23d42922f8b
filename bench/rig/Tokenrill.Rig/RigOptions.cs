using System.Globalization;

namespace Tokenrill.Rig;

/// <summary>What to run, from the command line.</summary>
internal sealed class RigOptions
{
    public const string Usage = """
        usage: bench/run [OPTION]...
          --work W1,W2,…     workloads: W1 W2 W3 W3b W5 W4 F (default: all of them)
          --targets a,b,…    direct, nginx, openai, native (the default), with everything stored: none, batched, strict (native), openai-batched
          --repeats N        runs of each, of which the median counts (3)
          --scaling          instead: CPU at 10 to 5,000 streams, memory at 1,000 to 10,000
          --journal          instead: what storing costs, by durability, beside keeping everything in memory
          --deadlines        instead: how exactly deadlines are met beside 1,000 streams
          --soak MINUTES     instead: 1,000 streams with readers that come and go, resume and stop
          --soak-streams N   so many (1000)
          --port N           the first of the ports that are used, one after the other (18400)
          --patience S       how long to wait, in all, for a quiet machine (600)
          --server FILE      measure this Tokenrill.Server.dll instead of the one just built
          --out FILE         also write every run as a line of JSON
        """;

    public string[] Work { get; private set; } = ["W1", "W2", "W3", "W3b", "W5", "W4", "F"];

    public string[] Targets { get; private set; } = ["direct", "nginx", "openai", "native"];

    public int Repeats { get; private set; } = 3;

    public bool Help { get; private set; }

    public bool Scaling { get; private set; }

    public bool Journal { get; private set; }

    public bool Deadlines { get; private set; }

    public double? SoakMinutes { get; private set; }

    public int SoakStreams { get; private set; } = 1000;

    public int Port { get; private set; } = 18400;

    public TimeSpan Patience { get; private set; } = TimeSpan.FromMinutes(10);

    public string? Server { get; private set; }

    public string? Out { get; private set; }

    /// <exception cref="RigException">An option is not known, or its value makes no sense.</exception>
    public static RigOptions Parse(string[] args)
    {
        var options = new RigOptions();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var name))
        {
            if (name == "--help")
                options.Help = true;
            else if (name == "--scaling")
                options.Scaling = true;
            else if (name == "--journal")
                (options.Journal, options.Targets) = (true, ["native", "none", "batched", "strict"]);
            else if (name == "--deadlines")
                options.Deadlines = true;
            else if (rest.TryDequeue(out var value))
                options.Set(name, value);
            else
                throw new RigException($"{name} is not known, or lacks its value\n{Usage}");
        }
        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--work": Work = value.Split(','); break;
            case "--targets": Targets = value.Split(','); break;
            case "--repeats": Repeats = (int)Number(name, value, 1, 99); break;
            case "--soak": SoakMinutes = Number(name, value, 0.1, 100_000); break;
            case "--soak-streams": SoakStreams = (int)Number(name, value, 1, 20_000); break;
            case "--port": Port = (int)Number(name, value, 1024, 60_000); break;
            case "--patience": Patience = TimeSpan.FromSeconds(Number(name, value, 0, 86_400)); break;
            case "--server": Server = Path.GetFullPath(value); break;
            case "--out": Out = value; break;
            default: throw new RigException($"{name} is not known\n{Usage}");
        }
    }

    private static double Number(string name, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new RigException($"{name} may be {least} to {most}, not \"{text}\"");
}
