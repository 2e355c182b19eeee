package main

import (
	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/vfs"
	"github.com/cockroachdb/pebble/vfs/errorfs"
)

type pebbleDB struct{ db *pebble.DB }

// openPebble opens as cosmos-db does, but for sizes: small ones make many tables of few bytes.
func openPebble(folder string, life *life) (database, error) {
	options := &pebble.Options{
		FS:                       mortalFS(life),
		MaxConcurrentCompactions: func() int { return 3 },
		MemTableSize:             64 << 10,
		L0CompactionThreshold:    2,
		LBaseMaxBytes:            128 << 10,
		Logger:                   silence{},
	}
	options.Levels = []pebble.LevelOptions{{TargetFileSize: 32 << 10}}
	options.EnsureDefaults()
	db, err := pebble.Open(folder, options)
	if err != nil {
		return nil, err
	}
	return &pebbleDB{db}, nil
}

// mortalFS spends a life's calls that change something.
func mortalFS(life *life) vfs.FS {
	return errorfs.Wrap(vfs.Default, errorfs.InjectorFunc(func(op errorfs.Op, _ string) error {
		if op.OpKind() == errorfs.OpKindWrite {
			life.spend(nothing)
		}
		return nil
	}))
}

func (d *pebbleDB) write(pairs map[string][]byte, sync bool) error {
	batch := d.db.NewBatch()
	for key, value := range pairs {
		if err := batch.Set([]byte(key), value, nil); err != nil {
			return err
		}
	}
	return batch.Commit(&pebble.WriteOptions{Sync: sync})
}

func (d *pebbleDB) compact() error { return d.db.Compact([]byte("0"), []byte("9"), true) }

func (d *pebbleDB) count() (int, error) {
	all, err := d.db.NewIter(nil)
	if err != nil {
		return 0, err
	}
	n := 0
	for all.First(); all.Valid(); all.Next() {
		n++
	}
	if err := all.Error(); err != nil {
		all.Close()
		return 0, err
	}
	return n, all.Close()
}

func (d *pebbleDB) close() error { return d.db.Close() }

type silence struct{}

func (silence) Infof(string, ...interface{}) {}
func (silence) Fatalf(format string, args ...interface{}) {
	pebble.DefaultLogger.Fatalf(format, args...)
}
