/// Black-box tests: they start the packaged image and look at what anybody can see of it: exit
/// code, streams, files, processes.
///
/// Nodes are shell scripts of a few lines. [Home] builds a node's home and starts the image on it,
/// [Cosmovisor] is one such start, [Node] has the scripts. After each test [EndToEnd] looks for
/// stack traces in all that was printed and for processes left behind.
package cosmovisor.e2e;
