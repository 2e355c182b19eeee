/// Brings the binary that a plan names to `upgrades/<name>/bin/<daemon>`, or brings nothing.
///
/// Everything here but [FetchJob] and [FetchReport] runs in a short-lived worker process, because
/// the bytes come from anywhere: TLS, redirects, archive formats and their libraries never enter
/// the process that holds the node. The job comes in as one line of JSON, the reports go out as
/// lines, and the end of standard input means that nobody waits any more.
///
/// The rule behind all of it: **nothing is seen under its final name before everything about it has
/// been checked.** Download, digest, unpacking, the look at the executable and the syncs to disk
/// happen in a hidden folder beside the target; one rename then shows the result. So there is one
/// download, no second attempt in another mode, and a failure's first cause is the one reported.
///
/// Read in this order: [Fetch] is the whole way from plan to rename · [Download], [Http],
/// [Redirects] and [Watchdog] are the network · [Unpacker], [Inventory] and [Layout] are archives ·
/// [Staging] and [Publication] are the disk. All bounds are in [Limits].
///
/// Depends on `plan`, `home` (is it an executable), `json` and `os` (names as bytes).
package cosmovisor.fetch;
