/// The decider: what to do next, from what is so and what just happened.
///
/// Pure. No clock, no disk, no thread, no log: time comes in as an event, facts about the disk as
/// an observation, and everything that is to be done goes out as an effect. So every state can be
/// met with every event in a test, and a restart is no special case. Depends on `plan` and on the
/// values of `os` that name a signal and a process's end.
package cosmovisor.machine;
