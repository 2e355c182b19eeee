package app

import (
	runtimev1alpha1 "cosmossdk.io/api/cosmos/app/runtime/v1alpha1"
	appv1alpha1 "cosmossdk.io/api/cosmos/app/v1alpha1"
	authmodulev1 "cosmossdk.io/api/cosmos/auth/module/v1"
	bankmodulev1 "cosmossdk.io/api/cosmos/bank/module/v1"
	consensusmodulev1 "cosmossdk.io/api/cosmos/consensus/module/v1"
	distrmodulev1 "cosmossdk.io/api/cosmos/distribution/module/v1"
	genutilmodulev1 "cosmossdk.io/api/cosmos/genutil/module/v1"
	govmodulev1 "cosmossdk.io/api/cosmos/gov/module/v1"
	stakingmodulev1 "cosmossdk.io/api/cosmos/staking/module/v1"
	txconfigv1 "cosmossdk.io/api/cosmos/tx/config/v1"
	upgrademodulev1 "cosmossdk.io/api/cosmos/upgrade/module/v1"
	"cosmossdk.io/core/appconfig"
	"cosmossdk.io/depinject"
	upgradetypes "cosmossdk.io/x/upgrade/types"
	"github.com/cosmos/gogoproto/proto"

	// The modules are looked up by their config message; importing them is what registers them.
	_ "cosmossdk.io/x/upgrade"
	_ "github.com/cosmos/cosmos-sdk/x/auth"
	_ "github.com/cosmos/cosmos-sdk/x/auth/tx/config"
	_ "github.com/cosmos/cosmos-sdk/x/bank"
	_ "github.com/cosmos/cosmos-sdk/x/consensus"
	_ "github.com/cosmos/cosmos-sdk/x/distribution"
	_ "github.com/cosmos/cosmos-sdk/x/gov"
	_ "github.com/cosmos/cosmos-sdk/x/staking"

	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/types/module"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
)

// faucet is the module account through which the upgrade mints its coins. Bank mints for module
// accounts only, and none of the modules here mints by itself: no inflation, so every balance
// stays what the walk made it.
const faucet = "faucet"

// transactions names the part that decodes and checks them; it keeps nothing, so has no store.
const transactions = "tx"

// wiring is the whole application as data. The set of modules is the smallest on which an upgrade
// can be voted for: gov decides and asks staking for voting power; gov also insists on having
// distribution; genutil turns gentxs into the first validator; consensus keeps the block
// parameters.
func wiring() depinject.Config {
	return depinject.Configs(
		appconfig.Compose(&appv1alpha1.Config{Modules: modules()}),
		// genutil's commands want its basic module, with the validator of gentxs, under this name.
		depinject.Supply(map[string]module.AppModuleBasic{
			genutiltypes.ModuleName: genutil.NewAppModuleBasic(genutiltypes.DefaultMessageValidator),
		}),
	)
}

func modules() []*appv1alpha1.ModuleConfig {
	return []*appv1alpha1.ModuleConfig{
		configured(runtime.ModuleName, order()),
		configured(authtypes.ModuleName, accounts()),
		configured(banktypes.ModuleName, &bankmodulev1.Module{}),
		configured(stakingtypes.ModuleName, &stakingmodulev1.Module{}),
		configured(distrtypes.ModuleName, &distrmodulev1.Module{}),
		configured(govtypes.ModuleName, &govmodulev1.Module{}),
		configured(genutiltypes.ModuleName, &genutilmodulev1.Module{}),
		configured(consensustypes.ModuleName, &consensusmodulev1.Module{}),
		configured(upgradetypes.ModuleName, &upgrademodulev1.Module{}),
		configured(transactions, &txconfigv1.Config{}),
	}
}

func configured(name string, config proto.Message) *appv1alpha1.ModuleConfig {
	return &appv1alpha1.ModuleConfig{Name: name, Config: appconfig.WrapAny(config)}
}

func order() *runtimev1alpha1.Module {
	return &runtimev1alpha1.Module{
		AppName: Name,
		// Before anything else of a block is touched, x/upgrade decides whether this binary may
		// execute it at all.
		PreBlockers:   []string{upgradetypes.ModuleName, authtypes.ModuleName},
		BeginBlockers: []string{distrtypes.ModuleName, stakingtypes.ModuleName},
		// gov before staking: a passed proposal takes effect before the validator set is settled.
		EndBlockers: []string{govtypes.ModuleName, stakingtypes.ModuleName},
		// genutil after staking: it delivers the gentxs, which create validators.
		InitGenesis: []string{
			authtypes.ModuleName,
			banktypes.ModuleName,
			distrtypes.ModuleName,
			stakingtypes.ModuleName,
			govtypes.ModuleName,
			genutiltypes.ModuleName,
			consensustypes.ModuleName,
			upgradetypes.ModuleName,
		},
		OverrideStoreKeys: []*runtimev1alpha1.StoreKeyConfig{
			{ModuleName: authtypes.ModuleName, KvStoreKey: "acc"},
		},
		SkipStoreKeys: []string{transactions},
	}
}

func accounts() *authmodulev1.Module {
	return &authmodulev1.Module{
		Bech32Prefix: "cosmos",
		ModuleAccountPermissions: []*authmodulev1.ModuleAccountPermission{
			{Account: authtypes.FeeCollectorName},
			{Account: distrtypes.ModuleName},
			{Account: faucet, Permissions: []string{authtypes.Minter}},
			{Account: govtypes.ModuleName, Permissions: []string{authtypes.Burner}},
			{Account: stakingtypes.BondedPoolName, Permissions: []string{authtypes.Burner, authtypes.Staking}},
			{Account: stakingtypes.NotBondedPoolName, Permissions: []string{authtypes.Burner, authtypes.Staking}},
		},
	}
}
