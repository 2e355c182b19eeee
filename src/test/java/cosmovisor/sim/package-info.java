/// The supervisor in a world of its own: a disk that can lose what was not synced, programs that
/// are a few lines of Java, a clock that jumps, and faults wherever one wants them. One thread, one
/// seed: the same seed is the same history.
package cosmovisor.sim;
