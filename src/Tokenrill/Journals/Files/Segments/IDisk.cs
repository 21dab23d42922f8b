using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Journals.Files;

/// <summary>The few things the journal asks of a file system. Whatever fails is an <see cref="IOException"/>.</summary>
internal interface IDisk
{
    /// <summary>The names of the files in a folder; none when the folder is not there.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Makes a file, to write and to read. Fails when it is there already.</summary>
    SafeFileHandle Create(string path);

    /// <summary>Opens a file that is there, to write and to read, or to read when nothing else is allowed.</summary>
    SafeFileHandle Open(string path);

    /// <summary>Writes all of the bytes.</summary>
    void Write(SafeFileHandle file, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything that was written is on the medium.</summary>
    void Flush(SafeFileHandle file);

    long Length(SafeFileHandle file);

    void Truncate(SafeFileHandle file, long length);

    /// <summary>Gives a file another name, at once or not at all, instead of one that has it.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; one that is not there is no fault.</summary>
    void Delete(string path);

    bool Exists(string path);

    /// <summary>Returns when the folder's names are on the medium: files made, renamed and deleted.</summary>
    void FlushFolder(string folder);
}
