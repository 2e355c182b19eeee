/// What an upgrade is: names, plans and the texts that carry them. Parsing and values, no I/O.
///
/// The texts come from a chain, so from anybody: each parser has a bound and one kind of error.
/// Depends on `json` and the JDK's values, on nothing that can do something.
package cosmovisor.plan;
