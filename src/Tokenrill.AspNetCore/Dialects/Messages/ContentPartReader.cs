using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>Reads the parts of a message's content in OpenAI's shape.</summary>
internal static class ContentPartReader
{
    /// <summary>One part: <c>{"type":"text","text":…}</c>, or of a user <c>{"type":"image_url","image_url":{"url":…}}</c>.</summary>
    /// <exception cref="TokenrillException">It is of another type, or not of its type's shape.</exception>
    public static ContentPart Read(JsonField part, ChatRole role, UnknownMembers unknown)
    {
        var type = part.Require("type");
        switch (type.Text())
        {
            case "text":
                EnsureOnly(part, unknown, "type", "text");
                return new TextPart(part.Require("text").Text());
            case "image_url" when role == ChatRole.User:
                EnsureOnly(part, unknown, "type", "image_url");
                return ReadImage(part.Require("image_url"), unknown);
            default:
                throw type.Invalid(role == ChatRole.User ? "must be text or image_url" : "must be text");
        }
    }

    private static ImagePart ReadImage(JsonField image, UnknownMembers unknown)
    {
        EnsureOnly(image, unknown, "url", "detail");
        var url = image.Require("url");
        var address = url.Text();
        // A provider that fetches images must not be led to its own files or network by other schemes.
        if (!address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !address.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
        {
            throw url.Invalid("must be an http(s) address or a data:image/… URL");
        }
        return new ImagePart(address, image.Find("detail")?.Text());
    }

    private static void EnsureOnly(JsonField part, UnknownMembers unknown, params ReadOnlySpan<string> known)
    {
        if (unknown == UnknownMembers.Refuse)
            part.EnsureOnly(known);
    }
}
