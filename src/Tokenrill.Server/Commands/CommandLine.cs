using System.Reflection;
using Tokenrill.Server.Commands.Journals;

namespace Tokenrill.Server.Commands;

/// <summary>Which command it is, and whether its options make sense.</summary>
internal static class CommandLine
{
    private const string Help = """
        Tokenrill streams LLM answers to the people waiting for them, and never loses a token.

        usage: tokenrill [serve] [options]
               tokenrill journal inspect|verify|export [FOLDER] [options]

        commands:
          serve                    start the server (the default)
          journal                  tell what a server has stored in a folder; see journal --help

        options of serve:
          --urls ADDRESSES         where to listen, separated by semicolons; http://127.0.0.1:5210 by default
          --Tokenrill:KEY=VALUE    any option, such as --Tokenrill:Deadlines:FirstToken=00:00:30
          --help, --version

        Options may also stand in appsettings.json, in the working directory or beside the program, and in the
        environment (Tokenrill__Deadlines__FirstToken=00:00:30). All of them: docs/reference/configuration.md
        """;

    private static readonly string[] HostOptions = ["urls", "http_ports", "https_ports", "environment"];

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var isNamed = args.Length > 0 && !args[0].StartsWith('-');
        var command = isNamed ? args[0] : "serve";
        var options = isNamed ? args[1..] : args;
        if (command == "journal")
            return await JournalCommand.RunAsync(options, output, error, CancellationToken.None);
        if (options.Any(option => option is "--help" or "-h") || command == "help")
        {
            await output.WriteLineAsync(Help);
            return ExitCode.Success;
        }
        if (options.Contains("--version"))
        {
            await output.WriteLineAsync($"tokenrill {Version}");
            return ExitCode.Success;
        }
        if ((command == "serve" ? FaultOf(options) : $"There is no command \"{command}\"; there are serve and journal.") is { } fault)
        {
            await error.WriteLineAsync($"{fault} See --help.");
            return ExitCode.Usage;
        }
        return await ServeCommand.RunAsync(options, error);
    }

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>The host ignores options that it does not know, and a misspelt one would do nothing without a word.</summary>
    private static string? FaultOf(string[] options)
    {
        for (var i = 0; i < options.Length; i++)
        {
            var option = options[i];
            if (!option.StartsWith("--", StringComparison.Ordinal) || option.Length == 2)
                return $"\"{option}\" is no option; options begin with \"--\".";
            var name = option[2..].Split('=')[0];
            if (!name.Contains(':') && !HostOptions.Contains(name, StringComparer.OrdinalIgnoreCase))
                return $"There is no option \"--{name}\".";
            if (option.Contains('='))
                continue;
            if (++i == options.Length || options[i].StartsWith("--", StringComparison.Ordinal))
                return $"--{name} needs a value.";
        }
        return null;
    }
}
