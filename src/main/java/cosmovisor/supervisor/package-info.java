/// The loop and its hands: events in, one decision at a time, effects out.
///
/// [Supervisor] is the only thread that knows the state; the `EffectRunner` does what it says and
/// reports back through the inbox. Nothing here decides anything about an upgrade.
package cosmovisor.supervisor;
