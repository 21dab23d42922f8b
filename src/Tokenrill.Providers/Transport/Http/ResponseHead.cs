using System.Buffers.Text;
using System.Text;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>Status and headers of a response, out of bytes that are cut anywhere; of the headers only what is needed.
/// Informational responses before the real one are read over.</summary>
/// <remarks>The format: https://www.rfc-editor.org/rfc/rfc9112. Lines may end with LF alone.</remarks>
internal sealed class ResponseHead
{
    public const int MaxBytes = 64 * 1024;

    private bool _isFolded;
    private bool _isHttp10;
    private bool _saysClose;
    private bool _saysKeepAlive;
    private int _bytes;

    public int Status { get; private set; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsChunked { get; private set; }

    public long? Length { get; private set; }

    /// <summary>Whether the server lets the connection be used again.</summary>
    /// <remarks>Not after a body that says its length in two ways: somebody between here and there may see another end.</remarks>
    public bool KeepsAlive => !_saysClose && (_isHttp10 ? _saysKeepAlive && !IsChunked : !IsChunked || Length is null);

    /// <summary>How long the server keeps an idle connection, in seconds, if it said so.</summary>
    public int? KeepAliveSeconds { get; private set; }

    public string? RetryAfter { get; private set; }

    /// <summary>Whether nothing of a response has come yet.</summary>
    public bool IsEmpty => _bytes == 0;

    /// <summary>Makes it ready for the next response.</summary>
    public void Reset()
    {
        _bytes = 0;
        Clear();
    }

    /// <summary>Reads complete lines and moves past them; a last line that is cut is to be given again, with its rest.</summary>
    /// <returns>True when the head is complete; what is left of <paramref name="bytes"/> is the body's.</returns>
    /// <exception cref="MalformedResponseException">This is no HTTP, or too long.</exception>
    public bool Read(ref ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            _bytes += end + 1;
            ThrowIfTooLong(0);
            if (!line.IsEmpty && line[^1] == '\r')
                line = line[..^1];
            if (ReadLine(line))
                return true;
        }
        // What speaks another protocol may never send a line's end.
        if (Status == 0)
            ThrowIfOther(bytes);
        ThrowIfTooLong(bytes.Length);
        return false;
    }

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        if (Status == 0)
            ReadStatus(line);
        else if (!line.IsEmpty)
            ReadField(line);
        else if (Status >= 200)
            return true;
        else if (Status == 101)
            throw new MalformedResponseException("it switched to another protocol");
        else
            Clear();
        return false;
    }

    private void ReadStatus(ReadOnlySpan<byte> line)
    {
        ThrowIfOther(line);
        if (line.Length < 12 || (line.Length > 12 && line[12] != ' ') || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var digits) || digits != 3 || status < 100)
            throw new MalformedResponseException("its status line is none");
        _isHttp10 = line[7] == '0';
        Status = status;
    }

    private void ReadField(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            // The rest of the header before. Nobody has sent this for decades, so where it would matter it is suspect.
            if (!_isFolded)
                throw new MalformedResponseException("a header is folded");
            return;
        }
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            throw new MalformedResponseException("a header has no name");
        var name = line[..colon].TrimEnd((byte)' ');
        _isFolded = !TryKeep(name, line[(colon + 1)..].Trim(" \t"u8));
    }

    /// <summary>Keeps a header that is needed; false for any other.</summary>
    private bool TryKeep(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                foreach (var option in value.Split((byte)','))
                    ReadConnection(value[option].Trim(" \t"u8));
                return true;
            case 10 when Ascii.EqualsIgnoreCase(name, "keep-alive"u8):
                foreach (var parameter in value.Split((byte)','))
                    ReadKeepAlive(value[parameter].Trim(" \t"u8));
                return true;
            case 11 when Ascii.EqualsIgnoreCase(name, "retry-after"u8):
                RetryAfter = Encoding.ASCII.GetString(value);
                return true;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                foreach (var length in value.Split((byte)','))
                    ReadLength(value[length].Trim(" \t"u8));
                return true;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                if (IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
                    throw new MalformedResponseException("its transfer coding is not chunked");
                IsChunked = true;
                return true;
            default:
                return false;
        }
    }

    private void ReadConnection(ReadOnlySpan<byte> option)
    {
        _saysClose |= Ascii.EqualsIgnoreCase(option, "close"u8);
        _saysKeepAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
    }

    private void ReadKeepAlive(ReadOnlySpan<byte> parameter)
    {
        var name = "timeout="u8;
        if (parameter.Length > name.Length && Ascii.EqualsIgnoreCase(parameter[..name.Length], name)
            && Utf8Parser.TryParse(parameter[name.Length..], out int seconds, out _) && seconds >= 0)
            KeepAliveSeconds = seconds;
    }

    private void ReadLength(ReadOnlySpan<byte> value)
    {
        // Digits only: the parser would take a sign.
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(value, out long length, out _))
            throw new MalformedResponseException("its length is no number");
        if (Length is { } other && other != length)
            throw new MalformedResponseException("it has two lengths");
        Length = length;
    }

    private static void ThrowIfOther(ReadOnlySpan<byte> line)
    {
        var version = "HTTP/1."u8;
        var common = Math.Min(line.Length, version.Length);
        if (!line[..common].SequenceEqual(version[..common])
            || (line.Length > 7 && line[7] is not ((byte)'0' or (byte)'1')) || (line.Length > 8 && line[8] != ' '))
            throw new MalformedResponseException("it does not begin as HTTP/1.1");
    }

    private void ThrowIfTooLong(int further)
    {
        if (_bytes + further > MaxBytes)
            throw new MalformedResponseException($"its head has more than {MaxBytes} bytes");
    }

    private void Clear()
    {
        Status = 0;
        IsChunked = _isHttp10 = _saysClose = _saysKeepAlive = _isFolded = false;
        Length = null;
        KeepAliveSeconds = null;
        RetryAfter = null;
    }
}
