/// The node's home: every path in it, the `current` link, and the binaries that it may lead to.
///
/// No other package puts a path together. Depends on `os` for the disk, on `plan` for names, and on
/// `machine` for the sight that it takes.
package cosmovisor.home;
