package cosmovisor.os;

/// A signal that came to us.
///
/// @param toGroup whether the kernel sent it to our whole process group, as for a key at the
///   terminal or the terminal's end: our children have got it as well
public record SentSignal(Signal signal, boolean toGroup) {}
