namespace Tokenrill.Server.Commands.Journals;

/// <summary>Bytes on their way out, some at a time.</summary>
internal sealed class JournalLines(Stream output) : IDisposable
{
    private readonly byte[] _bytes = new byte[64 * 1024];
    private int _length;

    /// <exception cref="OutputException">They are not taken.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length)
            Flush();
        if (bytes.Length > _bytes.Length)
        {
            Pass(bytes);
            return;
        }
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <exception cref="OutputException">They are not taken.</exception>
    public void Flush()
    {
        Pass(_bytes.AsSpan(0, _length));
        _length = 0;
    }

    public void Dispose() => output.Dispose();

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
        }
        catch (IOException exception)
        {
            throw new OutputException(exception);
        }
    }
}
