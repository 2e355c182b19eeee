/// What may never happen, whatever goes wrong: a class for each, looked at after every event.
package cosmovisor.sim.invariants;
