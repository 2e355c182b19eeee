/// What operators read: notices turned into log lines.
package cosmovisor.notify;
