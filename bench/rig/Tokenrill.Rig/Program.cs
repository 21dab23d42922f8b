using System.Runtime.InteropServices;
using Tokenrill.Rig;

using var stop = new CancellationTokenSource();
// Everything that was started is ended on the way out, so the way out must be taken on every signal that can be caught.
var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
    .Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    })).ToArray();
try
{
    return await RigRun.RunAsync(RigOptions.Parse(args), stop.Token);
}
catch (RigException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}
catch (HttpRequestException fault)
{
    await Console.Error.WriteLineAsync($"something that was started does not answer any more: {fault.Message}");
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("stopped");
    return 130;
}
finally
{
    foreach (var signal in signals)
        signal.Dispose();
}
