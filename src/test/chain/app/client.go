package app

import (
	"os"

	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/depinject"
	"cosmossdk.io/log"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// Client is what the command line knows of the application: no state, only its types.
type Client struct {
	Context client.Context
	Basics  module.BasicManager
	CLI     autocli.AppOptions
}

// NewClient wires the same modules as New does, without a database.
func NewClient() Client {
	var c Client
	supplied := depinject.Configs(
		wiring(),
		depinject.Supply(log.NewNopLogger()),
		depinject.Provide(ClientContext),
	)
	must(depinject.Inject(supplied, &c.Context, &c.Basics, &c.CLI))
	return c
}

// ClientContext is exported only because the container calls no function that is not.
func ClientContext(
	cdc codec.Codec,
	registry codectypes.InterfaceRegistry,
	tx client.TxConfig,
	amino *codec.LegacyAmino,
) client.Context {
	return client.Context{}.
		WithCodec(cdc).
		WithInterfaceRegistry(registry).
		WithTxConfig(tx).
		WithLegacyAmino(amino).
		WithAccountRetriever(authtypes.AccountRetriever{}).
		WithInput(os.Stdin).
		WithHomeDir(DefaultHome).
		WithViper(EnvPrefix)
}
