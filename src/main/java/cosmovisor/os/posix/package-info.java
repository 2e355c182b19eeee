/// The operating system for real, on Linux: the C library through the foreign function interface,
/// files through the JDK.
///
/// Native calls are made here and nowhere else, in layers: [Libc] has a method for each manual
/// page, `FfmLibc` the numbers, `Downcalls` the calling convention, and the adapters the policy.
package cosmovisor.os.posix;
