/// The operating system as this program needs it: ports, and the values that cross them.
///
/// Here so that everything above can be tested against a simulated disk and simulated processes,
/// and so that bytes stay bytes: a JVM decodes arguments, environment and file names by locale, and
/// an operator's are not its to change. May depend on nothing but the JDK.
package cosmovisor.os;
