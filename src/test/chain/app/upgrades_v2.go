//go:build v2

package app

import (
	"context"

	"cosmossdk.io/math"
	storetypes "cosmossdk.io/store/types"
	upgradetypes "cosmossdk.io/x/upgrade/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
)

const (
	upgradeName = "test1"
	receiver    = "cosmos18cgkqduwuh253twzmhedesw3l7v3fm37sppt58"
	gift        = 345_600_000
)

// registerUpgrades makes this binary the one that "test1" asks for. It changes two things: an
// account that v1 left empty holds coins (seen with a bank query), and there is one more store
// (real releases add stores, and a node then fails to start unless it knows the upgrade height).
func (app *App) registerUpgrades() {
	app.upgrades.SetUpgradeHandler(upgradeName, app.upgrade)
	must(app.RegisterStores(storetypes.NewKVStoreKey(upgradeName)))
	app.loadStoresFor(upgradeName, storetypes.StoreUpgrades{Added: []string{upgradeName}})
}

func (app *App) upgrade(
	ctx context.Context, _ upgradetypes.Plan, from module.VersionMap,
) (module.VersionMap, error) {
	if err := app.give(ctx); err != nil {
		return nil, err
	}
	return app.ModuleManager.RunMigrations(ctx, app.Configurator(), from)
}

func (app *App) give(ctx context.Context) error {
	to, err := sdk.AccAddressFromBech32(receiver)
	if err != nil {
		return err
	}
	coins := sdk.NewCoins(sdk.NewCoin(sdk.DefaultBondDenom, math.NewInt(gift)))
	if err := app.bank.MintCoins(ctx, faucet, coins); err != nil {
		return err
	}
	return app.bank.SendCoinsFromModuleToAccount(ctx, faucet, to, coins)
}
