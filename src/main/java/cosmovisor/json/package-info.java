/// JSON by Go's rules, for the few small documents that decide an upgrade.
///
/// Own code rather than a library (decision 0004): the resident supervisor may carry next to
/// nothing, and no library keeps the original's rules. A leaf: it depends on the JDK alone.
package cosmovisor.json;
