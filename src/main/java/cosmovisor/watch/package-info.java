/// Watchers: each turns a part of the world into events, and decides nothing.
package cosmovisor.watch;
