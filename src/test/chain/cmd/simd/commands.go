package main

import (
	"io"

	"cosmossdk.io/log"
	confix "cosmossdk.io/tools/confix/cmd"
	cmtcmd "github.com/cometbft/cometbft/cmd/cometbft/commands"
	cmtconfig "github.com/cometbft/cometbft/config"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/client/rpc"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/version"
	authcli "github.com/cosmos/cosmos-sdk/x/auth/client/cli"
	genutilcli "github.com/cosmos/cosmos-sdk/x/genutil/client/cli"
	"github.com/spf13/cobra"
	"simapp.test/app"
)

func rootCommand() *cobra.Command {
	c := app.NewClient()
	root := &cobra.Command{
		Use:           "simd",
		Short:         "A small chain to rehearse upgrades on",
		SilenceErrors: true, // main prints them, once
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return readConfiguration(cmd, c.Context)
		},
	}
	root.AddCommand(
		genutilcli.InitCmd(c.Basics, app.DefaultHome),
		genutilcli.Commands(c.Context.TxConfig, c.Basics, app.DefaultHome),
		confix.ConfigCommand(),
		keys.Commands(),
		server.StartCmd(newApp, app.DefaultHome),
		server.StatusCommand(),
		server.NewRollbackCmd(newApp, app.DefaultHome),
		cometCommand(),
		queryCommand(),
		txCommand(),
		version.NewVersionCommand(),
	)
	// Adds what the modules offer below query and tx.
	if err := c.CLI.EnhanceRootCommand(root); err != nil {
		panic(err)
	}
	return root
}

// readConfiguration runs before every command. Flags come first, for one of them is --home, below
// which the files lie.
func readConfiguration(cmd *cobra.Command, initial client.Context) error {
	cmd.SetOut(cmd.OutOrStdout())
	cmd.SetErr(cmd.ErrOrStderr())

	ctx, err := client.ReadPersistentCommandFlags(initial.WithCmdContext(cmd.Context()), cmd.Flags())
	if err != nil {
		return err
	}
	ctx, err = config.ReadFromClientConfig(ctx)
	if err != nil {
		return err
	}
	if err := client.SetCmdClientContextHandler(ctx, cmd); err != nil {
		return err
	}
	return server.InterceptConfigsPreRunHandler(
		cmd,
		serverconfig.DefaultConfigTemplate,
		serverconfig.DefaultConfig(),
		cmtconfig.DefaultConfig(),
	)
}

func newApp(
	logger log.Logger, db dbm.DB, trace io.Writer, options servertypes.AppOptions,
) servertypes.Application {
	return app.New(logger, db, trace, options, server.DefaultBaseappOptions(options)...)
}

func cometCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "comet", Short: "CometBFT subcommands"}
	cmd.AddCommand(server.ShowNodeIDCmd(), server.ShowValidatorCmd(), cmtcmd.ResetAllCmd)
	return cmd
}

func queryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "query",
		Aliases: []string{"q"},
		Short:   "Querying subcommands",
		RunE:    client.ValidateCmd,
	}
	cmd.AddCommand(
		rpc.WaitTxCmd(),
		server.QueryBlockCmd(),
		server.QueryBlocksCmd(),
		server.QueryBlockResultsCmd(),
		authcli.QueryTxCmd(),
	)
	return cmd
}

func txCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "tx", Short: "Transactions subcommands", RunE: client.ValidateCmd}
	cmd.AddCommand(authcli.GetSignCommand(), authcli.GetBroadcastCommand())
	return cmd
}
