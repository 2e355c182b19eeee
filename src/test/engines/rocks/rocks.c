// Engine's commands for RocksDB, which is linked in:
//
//   rocks write|recover rocksdb|rocksdb_tuned FOLDER SEED CALLS
//   rocks check rocksdb|rocksdb_tuned FOLDER
//
// rocksdb is opened as cosmos-db does, but for sizes. For rocksdb_tuned each life turns on some of
// what else writes to files in another way.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "life.h"
#include "rocksdb.h"

enum { BATCHES = 3000, KEYS = 5000, KEY = 8, LONGEST = 1050, INGESTED = 50, THREADS = 4 };

static unsigned long long state;
static rocksdb_options_t *options;
static char *wrong;

static void check_error(const char *what) {
  if (wrong) {
    fprintf(stderr, "rocks: %s: %s\n", what, wrong);
    exit(1);
  }
}

// Steele and Vigna's SplitMix64.
static unsigned long long next(void) {
  unsigned long long z = state += 0x9e3779b97f4a7c15ULL;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
  return z ^ z >> 31;
}

static int below(int bound) { return (int)(next() % (unsigned)bound); }

// A value of random bytes and length.
static size_t fill(char *value) {
  size_t length = 50 + (size_t)below(LONGEST - 50);
  for (size_t i = 0; i < length; i++) value[i] = (char)next();
  return length;
}

static void as_cosmos_db_does(void) {
  rocksdb_block_based_table_options_t *tables = rocksdb_block_based_options_create();
  rocksdb_block_based_options_set_block_cache(tables, rocksdb_cache_create_lru(1 << 20));
  rocksdb_block_based_options_set_filter_policy(tables, rocksdb_filterpolicy_create_bloom(10));
  options = rocksdb_options_create();
  rocksdb_options_set_block_based_table_factory(options, tables);
  rocksdb_options_set_max_open_files(options, 4096);
  rocksdb_options_set_create_if_missing(options, 1);
  rocksdb_options_increase_parallelism(options, THREADS);
  rocksdb_options_optimize_level_style_compaction(options, 256 << 10); // there: 512 MiB
}

static void tune(void) {
  if (below(2)) rocksdb_options_set_recycle_log_file_num(options, 4);
  if (below(2)) {
    rocksdb_options_set_enable_blob_files(options, 1);
    rocksdb_options_set_min_blob_size(options, 500);
    rocksdb_options_set_enable_blob_gc(options, 1);
  }
  switch (below(3)) {
    case 0:
      rocksdb_options_set_use_direct_reads(options, 1);
      rocksdb_options_set_use_direct_io_for_flush_and_compaction(options, 1);
      break;
    case 1:
      rocksdb_options_set_allow_mmap_writes(options, 1);
  }
}

// A table from elsewhere, which is made a link in the database. One that is left of a life before is
// tried again: it may be a link already.
static void ingest(rocksdb_t *db, const char *folder) {
  char path[4096], key[KEY + 1], value[LONGEST];
  snprintf(path, sizeof path, "%s.ingest", folder);
  if (access(path, F_OK)) {
    rocksdb_sstfilewriter_t *table = rocksdb_sstfilewriter_create(rocksdb_envoptions_create(), options);
    rocksdb_sstfilewriter_open(table, path, &wrong);
    for (int i = 0, from = below(KEYS - INGESTED); i < INGESTED && !wrong; i++) {
      snprintf(key, sizeof key, "%08d", from + i);
      rocksdb_sstfilewriter_put(table, key, KEY, value, fill(value), &wrong);
    }
    if (!wrong) rocksdb_sstfilewriter_finish(table, &wrong);
    check_error("table to ingest");
    rocksdb_sstfilewriter_destroy(table);
  }
  rocksdb_ingestexternalfileoptions_t *how = rocksdb_ingestexternalfileoptions_create();
  rocksdb_ingestexternalfileoptions_set_move_files(how, 1);
  const char *paths[] = {path};
  rocksdb_ingest_external_file(db, paths, 1, how, &wrong);
  if (wrong) { // it is half written
    wrong = NULL;
    unlink(path);
  }
}

static void write_batch(rocksdb_t *db, const rocksdb_writeoptions_t *how) {
  char key[KEY + 1], value[LONGEST];
  rocksdb_writebatch_t *batch = rocksdb_writebatch_create();
  for (int i = 1 + below(8); i > 0; i--) {
    snprintf(key, sizeof key, "%08d", below(KEYS));
    rocksdb_writebatch_put(batch, key, KEY, value, fill(value));
  }
  rocksdb_write(db, how, batch, &wrong);
  check_error("write");
  rocksdb_writebatch_destroy(batch);
}

static void write_all(rocksdb_t *db, const char *folder, int tuned) {
  rocksdb_writeoptions_t *lazy = rocksdb_writeoptions_create();
  rocksdb_writeoptions_t *sync = rocksdb_writeoptions_create();
  rocksdb_writeoptions_set_sync(sync, 1);
  for (int i = 0; i < BATCHES; i++) {
    if (tuned && i % 200 == 0) ingest(db, folder);
    write_batch(db, below(10) == 0 ? sync : lazy);
    if (below(1000) == 0) rocksdb_compact_range(db, NULL, 0, NULL, 0);
  }
}

static int count(rocksdb_t *db) {
  rocksdb_iterator_t *all = rocksdb_create_iterator(db, rocksdb_readoptions_create());
  int keys = 0;
  for (rocksdb_iter_seek_to_first(all); rocksdb_iter_valid(all); rocksdb_iter_next(all)) keys++;
  rocksdb_iter_get_error(all, &wrong);
  check_error("read");
  rocksdb_iter_destroy(all);
  return keys;
}

int main(int argc, char **words) {
  if (argc < 4 || (argc < 6 && strcmp(words[1], "check") != 0)) {
    fprintf(stderr, "usage: rocks write|recover|check rocksdb|rocksdb_tuned FOLDER [SEED CALLS]\n");
    return 1;
  }
  const char *what = words[1], *folder = words[3];
  int tuned = strcmp(words[2], "rocksdb_tuned") == 0;
  as_cosmos_db_does();
  if (argc >= 6) {
    state = strtoull(words[4], NULL, 10);
    if (tuned) tune();
    live(strtol(words[5], NULL, 10));
  }
  if (strcmp(what, "recover") == 0) {
    rocksdb_repair_db(options, folder, &wrong);
    check_error("repair");
  }
  rocksdb_t *db = rocksdb_open(options, folder, &wrong);
  check_error("open");
  if (strcmp(what, "check") == 0) {
    printf("%d\n", count(db));
  } else {
    write_all(db, folder, tuned);
  }
  rocksdb_close(db);
  return 0;
}
