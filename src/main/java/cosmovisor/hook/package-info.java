/// Programs that are run at an upgrade: the operator's own script and the node's `pre-upgrade`.
package cosmovisor.hook;
