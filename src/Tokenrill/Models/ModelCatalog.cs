namespace Tokenrill.Models;

/// <summary>A model at a provider.</summary>
/// <param name="ProviderName">The provider's name in the configuration.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The provider's own name of the model.</param>
public sealed record ModelTarget(string ProviderName, IModelProvider Provider, string Model)
{
    /// <summary><c>provider/model</c>.</summary>
    public string Address { get; } = $"{ProviderName}/{Model}";
}

/// <summary>Finds the models that a name means: an alias, or <c>provider/model</c>.</summary>
public sealed class ModelCatalog
{
    /// <summary>The alias of a request that names no model.</summary>
    public const string DefaultAlias = "default";

    private readonly Dictionary<string, IModelProvider> _providers;
    private readonly Dictionary<string, ModelTarget[]> _aliases;
    private readonly Dictionary<string, ModelTarget[]> _addresses = [];
    private readonly string? _onlyProvider;

    /// <summary>A catalogue of these providers and aliases.</summary>
    /// <param name="providers">By name.</param>
    /// <param name="aliases">Alias → addresses, in the order in which they are tried.</param>
    /// <param name="builtIn">A provider that is always there and does not count as configured (the simulator).</param>
    /// <exception cref="ArgumentException">An alias names a provider that is not there.</exception>
    public ModelCatalog(IReadOnlyDictionary<string, IModelProvider> providers, IReadOnlyDictionary<string, IReadOnlyList<string>> aliases, string? builtIn = null)
    {
        _providers = new(providers);
        var configured = providers.Keys.Where(name => name != builtIn).ToArray();
        _onlyProvider = configured.Length == 1 ? configured[0] : null;
        _aliases = aliases.ToDictionary(alias => alias.Key, alias => alias.Value.Select(address => ResolveAddress(address)
            ?? throw new ArgumentException($"Models:{alias.Key}: \"{address}\" names no provider; there are: {string.Join(", ", providers.Keys)}", nameof(aliases))).ToArray());
        foreach (var target in _aliases.Values.SelectMany(targets => targets))
            _addresses.TryAdd(target.Model, [target]);
    }

    /// <summary>The providers by name.</summary>
    public IReadOnlyDictionary<string, IModelProvider> Providers => _providers;

    /// <summary>The aliases and what they stand for, in the order in which it is tried.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<ModelTarget>>> Aliases =>
        _aliases.Select(alias => KeyValuePair.Create(alias.Key, (IReadOnlyList<ModelTarget>)alias.Value));

    /// <summary>The models to try for a name, best first.</summary>
    /// <param name="name">An alias; <c>provider/model</c>; or, for clients that can only name a bare model, the name of a
    /// model that an alias stands for, or any model when a single provider is configured. Null means <see cref="DefaultAlias"/>.</param>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: nothing by that name; says what there is.</exception>
    public IReadOnlyList<ModelTarget> Resolve(string? name)
    {
        name ??= DefaultAlias;
        if (_aliases.TryGetValue(name, out var targets))
            return targets;
        if (ResolveAddress(name) is { } target)
            return [target];
        if (_addresses.TryGetValue(name, out targets))
            return targets;
        if (_onlyProvider is not null && name.Length > 0 && !name.Contains('/'))
            return [new ModelTarget(_onlyProvider, _providers[_onlyProvider], name)];
        throw new TokenrillException(ErrorCode.NotFound, $"model: there is no \"{name}\"; give provider/model with one of the providers {string.Join(", ", _providers.Keys)}, or one of the aliases {string.Join(", ", _aliases.Keys)}") { Field = "model" };
    }

    private ModelTarget? ResolveAddress(string address)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < address.Length - 1 && _providers.TryGetValue(address[..slash], out var provider)
            ? new ModelTarget(address[..slash], provider, address[(slash + 1)..])
            : null;
    }
}
