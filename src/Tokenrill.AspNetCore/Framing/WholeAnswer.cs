using Microsoft.AspNetCore.Http;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Waits for an answer that is given in one piece.</summary>
internal static class WholeAnswer
{
    /// <summary>Reads on to the terminal event, which is then the last read. False when the client is gone: nobody is there to be answered.</summary>
    public static async Task<bool> WaitAsync(HttpContext context, LogReader reader)
    {
        // Nothing is written while the generation runs, so only this tells that the client is gone.
        await using var gone = context.RequestAborted.UnsafeRegister(static state => ((LogReader)state!).Cancel(), reader);
        return await reader.ReadToEndAsync();
    }
}
