using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Synapse;

/// <summary>A server in fake time with one scripted provider, and Synapse's requests for it.</summary>
public abstract class SynapseTest : NativeTest
{
    protected SynapseTest() => Time = new FakeTime();

    protected static string Body(bool stream, string more = "") =>
        $$"""{"conversation":[{"role":"user","content":"Hello"}],"stream":{{(stream ? "true" : "false")}}{{more}}}""";

    protected Task<HttpResponseMessage> ChatAsync(string body, params (string Name, string Value)[] headers)
    {
        var request = Post("/chat", body);
        foreach (var (name, value) in headers)
            request.With(name, value);
        return Client.OpenAsync(request);
    }

    protected void Wait(int milliseconds) => Time!.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
