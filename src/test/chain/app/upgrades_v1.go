//go:build !v2

package app

// registerUpgrades does nothing: when the height of a voted upgrade comes, x/upgrade finds no
// handler here, writes data/upgrade-info.json and stops this binary.
func (app *App) registerUpgrades() {}
