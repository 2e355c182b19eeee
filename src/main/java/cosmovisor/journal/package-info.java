/// What was begun and what was done, on disk, so that the next life knows.
///
/// [Journal] is the file, [EntryLine] one line of it. What the entries mean is not known here: that
/// is `machine.Recovery`'s.
package cosmovisor.journal;
