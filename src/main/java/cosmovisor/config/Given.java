package cosmovisor.config;

/// A setting's value and where it comes from.
record Given(Setting setting, Raw raw, Origin origin) {}
