/// What the ports promise, as one suite for the real half and the simulated one: what the fake
/// does, the system does too.
package cosmovisor.contract;
