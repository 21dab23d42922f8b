using System.Globalization;

namespace Tokenrill.Server.Configuration;

/// <summary>Reads the values of options. Each member gives false, and what the value may be, when it is none.</summary>
internal static class OptionText
{
    /// <summary>A time. A bare number is refused: to .NET "30" means thirty days, and to nobody else.</summary>
    public static bool TryTime(string text, out TimeSpan value, out string expected)
    {
        expected = "a time such as 00:00:30 or 1.00:00:00";
        value = default;
        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryWhole<T>(string text, out T value, out string expected) where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        expected = $"a whole number up to {T.MaxValue}";
        return T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryFlag(string text, out bool value, out string expected)
    {
        expected = "true or false";
        return bool.TryParse(text, out value);
    }

    /// <summary>Any text.</summary>
    public static bool TryText(string text, out string value, out string expected)
    {
        expected = "any text";
        value = text;
        return true;
    }

    /// <summary>A member by its name; its number would be accepted by .NET and mean nothing to a reader.</summary>
    public static bool TryChoice<T>(string text, out T value, out string expected) where T : struct, Enum
    {
        expected = string.Join(" or ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));
        value = default;
        return text.Length > 0 && char.IsLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);
    }

    /// <summary>The name of a model. Whether there is one is asked when the providers stand.</summary>
    public static bool TryModel(string text, out string value, out string expected)
    {
        expected = "an alias or provider/model";
        value = text;
        return !text.Any(char.IsControl);
    }

    /// <summary>The number of an entry in a list.</summary>
    public static bool TryIndex(string text, out int index) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
