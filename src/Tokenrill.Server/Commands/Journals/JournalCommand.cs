using Tokenrill.Journals;
using Tokenrill.Journals.Files;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>Tells what is in a journal, without touching it.</summary>
internal static class JournalCommand
{
    private const string Help = """
        usage: tokenrill journal COMMAND [FOLDER] [options]

        Reads what a server has stored in a folder: data, unless another is named. Nothing in it is changed or locked, and a
        server may use it meanwhile.

        commands:
          inspect                  what is in there: files, generations, sessions. Never what was said
            --json                 the same for machines
          verify                   checks every record and what they mean together; a line for each fault
          export                   everything as JSON lines, one for each session and one for each generation. WHAT WAS
                                   SAID IS IN THERE, all of it: send it nowhere that may not read it
            --session NAME         only the session of that name, and its generations
            --owner NAME           only what belongs to this caller

        exit codes: 0 all is well, 1 verify has found faults, 2 the command line is wrong, 66 there is no journal that can be read,
        74 standard output cannot be written to
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (args.Length == 0 || args.Any(arg => arg is "--help" or "-h" or "help"))
        {
            await output.WriteLineAsync(Help);
            return ExitCode.Success;
        }
        try
        {
            var arguments = JournalArguments.Read(args);
            using var folder = JournalFolder.Open(arguments.Folder, TimeProvider.System);
            return arguments.Verb switch
            {
                "inspect" => JournalInspection.Run(folder, arguments, output, cancellationToken),
                "verify" => JournalVerification.Run(folder, output, cancellationToken),
                _ => JournalExport.Run(folder, arguments),
            };
        }
        catch (FormatException fault)
        {
            await error.WriteLineAsync($"{fault.Message} See journal --help.");
            return ExitCode.Usage;
        }
        catch (JournalException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCode.NoInput;
        }
        catch (OutputException fault)
        {
            // Who read it has read enough: that is how a pipe into head ends.
            if (fault.IsHungUp)
                return ExitCode.Success;
            await error.WriteLineAsync(fault.Message);
            return ExitCode.Output;
        }
    }
}
