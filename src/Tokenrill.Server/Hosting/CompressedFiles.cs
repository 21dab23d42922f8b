using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Tokenrill.Server.Hosting;

/// <summary>Files in the form in which they were compressed when they were built, each under the name of the file itself.</summary>
/// <param name="files">The files, and beside them their compressed forms.</param>
/// <param name="ending">What a compressed form has behind the name of its file, such as <c>.br</c>.</param>
internal sealed class CompressedFiles(IFileProvider files, string ending) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath + ending);

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
