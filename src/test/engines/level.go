package main

import (
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/filter"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/storage"
	"github.com/syndtr/goleveldb/leveldb/util"
)

type levelDB struct{ db *leveldb.DB }

// openLevel opens as cosmos-db does, but for sizes: small ones make many tables of few bytes.
func openLevel(folder string, life *life, recover bool) (database, error) {
	files, err := storage.OpenFile(folder, false)
	if err != nil {
		return nil, err
	}
	options := &opt.Options{
		Filter:                 filter.NewBloomFilter(10),
		WriteBuffer:            48 << 10,
		CompactionTableSize:    32 << 10,
		CompactionTotalSize:    128 << 10,
		OpenFilesCacheCapacity: 50,
	}
	mortal := &mortalStorage{files, life}
	begin := leveldb.Open
	if recover {
		begin = leveldb.Recover
	}
	db, err := begin(mortal, options)
	if err != nil {
		return nil, err
	}
	return &levelDB{db}, nil
}

func (d *levelDB) write(pairs map[string][]byte, sync bool) error {
	batch := new(leveldb.Batch)
	for key, value := range pairs {
		batch.Put([]byte(key), value)
	}
	return d.db.Write(batch, &opt.WriteOptions{Sync: sync})
}

func (d *levelDB) compact() error { return d.db.CompactRange(util.Range{}) }

func (d *levelDB) count() (int, error) {
	all := d.db.NewIterator(nil, &opt.ReadOptions{Strict: opt.StrictAll})
	defer all.Release()
	n := 0
	for all.Next() {
		n++
	}
	return n, all.Error()
}

func (d *levelDB) close() error { return d.db.Close() }

// mortalStorage spends a life's calls.
type mortalStorage struct {
	storage.Storage
	life *life
}

func (s *mortalStorage) SetMeta(fd storage.FileDesc) error {
	s.life.spend(nothing)
	return s.Storage.SetMeta(fd)
}

func (s *mortalStorage) Create(fd storage.FileDesc) (storage.Writer, error) {
	s.life.spend(nothing)
	file, err := s.Storage.Create(fd)
	if err != nil {
		return nil, err
	}
	return &mortalWriter{file, s.life}, nil
}

func (s *mortalStorage) Remove(fd storage.FileDesc) error {
	s.life.spend(nothing)
	return s.Storage.Remove(fd)
}

func (s *mortalStorage) Rename(from, to storage.FileDesc) error {
	s.life.spend(nothing)
	return s.Storage.Rename(from, to)
}

type mortalWriter struct {
	storage.Writer
	life *life
}

func (w *mortalWriter) Write(bytes []byte) (int, error) {
	w.life.spend(func() { w.Writer.Write(bytes[:len(bytes)/2]) })
	return w.Writer.Write(bytes)
}

func (w *mortalWriter) Sync() error {
	w.life.spend(nothing)
	return w.Writer.Sync()
}
