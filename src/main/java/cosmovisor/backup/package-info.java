/// Backups of the node's data: whole or not there at all, one for an upgrade, never merged.
package cosmovisor.backup;
