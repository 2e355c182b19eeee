// Command simd is the node and its command line.
package main

import (
	"fmt"
	"os"

	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	"simapp.test/app"
)

func main() {
	if err := svrcmd.Execute(rootCommand(), app.EnvPrefix, app.DefaultHome); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
