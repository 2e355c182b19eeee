/// The command line.
///
/// [Action] chooses by the first word, without any library, since what is behind `run` is the
/// node's and has to stay as it is. `Wiring` supervises; everything else is a one-shot command, a
/// class each ([OneShot]), found by [Commands] and parsed by picocli. To add one: a class, its name
/// in `Root` and in [Action#ONE_SHOT]; help, completion and the manual follow.
///
/// A command checks all that can be checked, then writes; every file that it writes appears under
/// its name in one step. What a script would read goes to standard output, errors are one line on
/// standard error.
///
/// Uses all that it shows or changes; nobody uses it.
package cosmovisor.cli;
