namespace Tokenrill.Providers.Simulator;

/// <summary>What the simulator is asked, as <see cref="SettingsLine"/> reads it.</summary>
/// <param name="Settings">How the answer goes.</param>
/// <param name="Text">What is asked, without the line of settings.</param>
internal sealed record SimulatedPrompt(SimulatorSettings Settings, string Text);
