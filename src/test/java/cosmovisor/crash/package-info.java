/// The crash matrix: the packaged image in the middle of an upgrade of the fake chain, with a fault
/// at one system call, for every call.
///
/// [cosmovisor.crash.Scene] is a home whose node waits at the upgrade's height.
/// [cosmovisor.crash.Strace] is attached to the supervisor there, the node is let go, and one of
/// [cosmovisor.crash.Fault] happens: the supervisor is killed behind its N-th call, or its N-th
/// call of a name fails. [cosmovisor.crash.Trial] then starts it again, as an init system does,
/// until the chain is well behind the height, and [cosmovisor.crash.Judge] looks at what the
/// witnesses say.
///
/// A point is counted over all threads, in the order in which `strace` tells of the calls. Each
/// call is held at its end for some milliseconds, so that the kill comes before the same thread's
/// next one; a trial that was too late is recognised by the trace, and made again.
@NullMarked
package cosmovisor.crash;

import org.jspecify.annotations.NullMarked;
