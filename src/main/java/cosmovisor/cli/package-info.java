/// The command line: one class a command, and the choice among them.
package cosmovisor.cli;
