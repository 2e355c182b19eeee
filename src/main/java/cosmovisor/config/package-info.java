/// What an operator sets: the table of settings, its value forms, and the checked result.
///
/// [Setting] is the one source; parsing, help and the tests are made from it.
package cosmovisor.config;
