using System.Text.Json;

namespace Tokenrill.Providers.Simulator;

/// <summary>Refuses what the simulator would have to drop.</summary>
internal static class SimulatorSupport
{
    // What a model would do with these cannot be seen in an answer whose words are fixed.
    private static readonly string[] Harmless =
        ["frequency_penalty", "presence_penalty", "logit_bias", "parallel_tool_calls", "reasoning_effort", "user", "store", "metadata", "service_tier"];

    public static void Ensure(ModelRequest request)
    {
        var model = SimulatorModels.Find(request.Model);
        SettingsLine.Read(request.Messages, model);
        if (request.Stop is { Count: > 0 })
            throw Unknown("stop", "stop texts");
        if (request.ResponseFormat is { } format && !IsType(format, "text"))
            throw Unknown("response_format", "response formats");
        if (request.Extra.Keys.FirstOrDefault(name => !Harmless.Contains(name)) is { } extra)
            throw Unknown(extra, extra);
        if (request.Messages.Any(message => message.Parts?.Any(part => part is not TextPart) == true))
            throw Unknown("messages", "content other than text");
        if (request.ToolChoice is { } choice)
            EnsureToolChoice(request, model, choice);
    }

    private static void EnsureToolChoice(ModelRequest request, SimulatorModel model, JsonElement choice)
    {
        if (choice.ValueKind == JsonValueKind.String && choice.GetString() is "auto" or "none")
            return;
        if (!model.CallsTool)
            throw TokenrillException.Invalid("tool_choice", "of the simulator's models only \"tools\" calls tools; give \"auto\" or \"none\"");
        if (!SimulatedToolCall.CanChoose(request))
            throw TokenrillException.Invalid("tool_choice", "must be \"auto\", \"none\", \"required\" or {\"type\":\"function\",\"function\":{\"name\":…}} with one of the tools");
    }

    private static bool IsType(JsonElement format, string type) =>
        format.ValueKind == JsonValueKind.Object && format.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(type);

    private static TokenrillException Unknown(string field, string what) =>
        TokenrillException.Invalid(field, $"the simulator does not know {what}, and refuses rather than ignores them");
}
