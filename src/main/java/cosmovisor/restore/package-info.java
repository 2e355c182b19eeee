/// The way back: a backup's data and the version that ran on it, in place of today's.
package cosmovisor.restore;
