using System.Text;

namespace Tokenrill.Recipes.Files;

/// <summary>Reads the recipe files of a folder: those that end in <c>.yaml</c>, without folders inside it.</summary>
internal static class RecipeFolder
{
    public const string Pattern = "*.yaml";

    private const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Every file, in the order of their names; one that cannot be read has that for a fault.</summary>
    public static IReadOnlyList<RecipeFile> Read(string path)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path, Pattern).Order(StringComparer.Ordinal).Select(ReadOne)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(path, $"cannot be read: {exception.Message}")];
        }
    }

    private static RecipeFile ReadOne(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
                return Unreadable(file, $"is larger than {MostBytes} bytes, which no recipe is");
            var bytes = File.ReadAllBytes(file).AsSpan();
            return RecipeFileReader.Read(file, Strict.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes));
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(file, "is not UTF-8");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, $"cannot be read: {exception.Message}");
        }
    }

    private static RecipeFile Unreadable(string file, string message) =>
        new(file, Path.GetFileNameWithoutExtension(file), null, [new RecipeFault(file, null, null, message)]);
}
