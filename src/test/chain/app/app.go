// Package app is a chain as small as an on-chain upgrade allows, built twice from one source: v1
// knows no upgrade, v2 (build tag v2) carries the handler of the upgrade "test1".
package app

import (
	"io"
	"os"
	"path/filepath"

	"cosmossdk.io/depinject"
	"cosmossdk.io/log"
	storetypes "cosmossdk.io/store/types"
	upgradekeeper "cosmossdk.io/x/upgrade/keeper"
	upgradetypes "cosmossdk.io/x/upgrade/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/runtime"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
)

// Name is what the chain calls itself in the handshake with CometBFT.
const Name = "SimApp"

// EnvPrefix begins the environment variables that stand for flags (SIMD_HOME for --home).
const EnvPrefix = "SIMD"

// DefaultHome is where simd keeps everything unless --home says otherwise.
var DefaultHome = defaultHome()

// App is the running application, with the two keepers that an upgrade needs.
type App struct {
	*runtime.App

	upgrades *upgradekeeper.Keeper
	bank     bankkeeper.BaseKeeper
}

// New wires the modules and loads the latest state from db.
func New(
	logger log.Logger,
	db dbm.DB,
	trace io.Writer,
	options servertypes.AppOptions,
	base ...func(*baseapp.BaseApp),
) *App {
	var (
		app     = &App{}
		builder *runtime.AppBuilder
	)
	// The options carry --home and --unsafe-skip-upgrades to x/upgrade, which is how it knows
	// where to write data/upgrade-info.json.
	supplied := depinject.Configs(wiring(), depinject.Supply(logger, options))
	must(depinject.Inject(supplied, &builder, &app.upgrades, &app.bank))

	app.App = builder.Build(db, trace, base...)
	app.registerUpgrades()
	must(app.Load(true))
	return app
}

// loadStoresFor lets a release add stores at the height of its own upgrade and at no other: the
// v1 binary has left name and height in data/upgrade-info.json before it stopped. So whoever
// switches the binaries must leave that file where it is.
func (app *App) loadStoresFor(upgrade string, stores storetypes.StoreUpgrades) {
	info, err := app.upgrades.ReadUpgradeInfoFromDisk()
	must(err)
	if info.Name == upgrade && !app.upgrades.IsSkipHeight(info.Height) {
		app.SetStoreLoader(upgradetypes.UpgradeStoreLoader(info.Height, &stores))
	}
}

func defaultHome() string {
	user, err := os.UserHomeDir()
	if err != nil {
		return ".simapp"
	}
	return filepath.Join(user, ".simapp")
}

// must ends a node that cannot even be put together; nothing is running yet that could be saved.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
