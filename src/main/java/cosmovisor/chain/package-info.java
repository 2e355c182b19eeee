/// Asks a chain what upgrade it has planned, and how far it has come.
///
/// Two roads lead to the same question of the upgrade module, `CurrentPlan`: gRPC, and `abci_query`
/// through CometBFT's RPC for nodes whose gRPC is off. gRPC is spoken in a worker process alone, by
/// a library; RPC by the plain socket of [cosmovisor.watch.CometRpc]. An answer is bounded in size
/// and time, and nothing of it is believed unread.
package cosmovisor.chain;
