/// The road to a short-lived process of the same image, for all that is heavy or hostile.
///
/// The supervisor waits for months beside a node; what TLS, an archive's code or an attacker's
/// bytes leave behind must end with the job. A worker gets its job as one line of JSON, answers in
/// lines, ends when its input does, and has its own heap.
package cosmovisor.worker;
