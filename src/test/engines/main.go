// Engine writes to a real database, as a node does, and kills itself in the middle of it: in the very
// call to the disk that it was told, with half of what was to be written.
//
//	engine write goleveldb|pebble FOLDER SEED CALLS   killed in the CALLSth call that changes the disk;
//	                                                  0: never, closes the database when all is written
//	engine recover goleveldb FOLDER SEED CALLS        makes a new manifest out of the tables first
//	engine check goleveldb|pebble FOLDER              opens it and reads everything; prints how many keys
package main

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
)

// Batches that are written by a life that nobody ends.
const batches = 3000

// Keys are few, so that tables have much to get rid of.
const keys = 5000

// database is what both engines can do.
type database interface {
	write(pairs map[string][]byte, sync bool) error
	// compact everything into the lowest level.
	compact() error
	count() (int, error)
	close() error
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "engine:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	if len(words) < 3 {
		return fmt.Errorf("usage: engine write|recover|check ENGINE FOLDER [SEED CALLS]")
	}
	if words[0] == "check" {
		return check(words[1], words[2])
	}
	seed, err := strconv.ParseInt(words[3], 10, 64)
	if err != nil {
		return err
	}
	calls, err := strconv.ParseInt(words[4], 10, 64)
	if err != nil {
		return err
	}
	db, err := open(words[1], words[2], newLife(calls), words[0] == "recover")
	if err != nil {
		return err
	}
	if err := write(db, rand.New(rand.NewSource(seed))); err != nil {
		return err
	}
	return db.close()
}

func open(engine, folder string, life *life, recover bool) (database, error) {
	switch engine {
	case "goleveldb":
		return openLevel(folder, life, recover)
	case "pebble":
		return openPebble(folder, life)
	}
	return nil, fmt.Errorf("no such engine: %s", engine)
}

func write(db database, random *rand.Rand) error {
	for i := 0; i < batches; i++ {
		pairs := map[string][]byte{}
		for j := 0; j < 1+random.Intn(8); j++ {
			value := make([]byte, 50+random.Intn(1000))
			random.Read(value)
			pairs[fmt.Sprintf("%08d", random.Intn(keys))] = value
		}
		if err := db.write(pairs, random.Intn(10) == 0); err != nil {
			return err
		}
		if random.Intn(1000) == 0 {
			if err := db.compact(); err != nil {
				return err
			}
		}
	}
	return nil
}

func check(engine, folder string) error {
	db, err := open(engine, folder, newLife(0), false)
	if err != nil {
		return err
	}
	count, err := db.count()
	if err != nil {
		return err
	}
	fmt.Println(count)
	return db.close()
}
