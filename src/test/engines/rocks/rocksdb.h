// What is used here of RocksDB's interface for C.
#include <stddef.h>

typedef struct rocksdb_t rocksdb_t;
typedef struct rocksdb_options_t rocksdb_options_t;
typedef struct rocksdb_block_based_table_options_t rocksdb_block_based_table_options_t;
typedef struct rocksdb_cache_t rocksdb_cache_t;
typedef struct rocksdb_filterpolicy_t rocksdb_filterpolicy_t;
typedef struct rocksdb_readoptions_t rocksdb_readoptions_t;
typedef struct rocksdb_writeoptions_t rocksdb_writeoptions_t;
typedef struct rocksdb_writebatch_t rocksdb_writebatch_t;
typedef struct rocksdb_iterator_t rocksdb_iterator_t;
typedef struct rocksdb_envoptions_t rocksdb_envoptions_t;
typedef struct rocksdb_sstfilewriter_t rocksdb_sstfilewriter_t;
typedef struct rocksdb_ingestexternalfileoptions_t rocksdb_ingestexternalfileoptions_t;

rocksdb_options_t *rocksdb_options_create(void);
void rocksdb_options_set_create_if_missing(rocksdb_options_t *, unsigned char);
void rocksdb_options_set_max_open_files(rocksdb_options_t *, int);
void rocksdb_options_increase_parallelism(rocksdb_options_t *, int threads);
void rocksdb_options_optimize_level_style_compaction(rocksdb_options_t *, unsigned long long budget);
void rocksdb_options_set_block_based_table_factory(rocksdb_options_t *, rocksdb_block_based_table_options_t *);
void rocksdb_options_set_recycle_log_file_num(rocksdb_options_t *, size_t);
void rocksdb_options_set_use_direct_reads(rocksdb_options_t *, unsigned char);
void rocksdb_options_set_use_direct_io_for_flush_and_compaction(rocksdb_options_t *, unsigned char);
void rocksdb_options_set_allow_mmap_writes(rocksdb_options_t *, unsigned char);
void rocksdb_options_set_enable_blob_files(rocksdb_options_t *, unsigned char);
void rocksdb_options_set_min_blob_size(rocksdb_options_t *, unsigned long long);
void rocksdb_options_set_enable_blob_gc(rocksdb_options_t *, unsigned char);

rocksdb_block_based_table_options_t *rocksdb_block_based_options_create(void);
void rocksdb_block_based_options_set_block_cache(rocksdb_block_based_table_options_t *, rocksdb_cache_t *);
void rocksdb_block_based_options_set_filter_policy(rocksdb_block_based_table_options_t *, rocksdb_filterpolicy_t *);
rocksdb_cache_t *rocksdb_cache_create_lru(size_t);
rocksdb_filterpolicy_t *rocksdb_filterpolicy_create_bloom(double bits);

rocksdb_t *rocksdb_open(const rocksdb_options_t *, const char *folder, char **error);
void rocksdb_repair_db(const rocksdb_options_t *, const char *folder, char **error);
void rocksdb_close(rocksdb_t *);
void rocksdb_compact_range(rocksdb_t *, const char *from, size_t, const char *to, size_t);

rocksdb_writeoptions_t *rocksdb_writeoptions_create(void);
void rocksdb_writeoptions_set_sync(rocksdb_writeoptions_t *, unsigned char);
rocksdb_writebatch_t *rocksdb_writebatch_create(void);
void rocksdb_writebatch_put(rocksdb_writebatch_t *, const char *key, size_t, const char *value, size_t);
void rocksdb_writebatch_destroy(rocksdb_writebatch_t *);
void rocksdb_write(rocksdb_t *, const rocksdb_writeoptions_t *, rocksdb_writebatch_t *, char **error);

rocksdb_readoptions_t *rocksdb_readoptions_create(void);
rocksdb_iterator_t *rocksdb_create_iterator(rocksdb_t *, const rocksdb_readoptions_t *);
void rocksdb_iter_seek_to_first(rocksdb_iterator_t *);
unsigned char rocksdb_iter_valid(const rocksdb_iterator_t *);
void rocksdb_iter_next(rocksdb_iterator_t *);
void rocksdb_iter_get_error(const rocksdb_iterator_t *, char **error);
void rocksdb_iter_destroy(rocksdb_iterator_t *);

rocksdb_envoptions_t *rocksdb_envoptions_create(void);
rocksdb_sstfilewriter_t *rocksdb_sstfilewriter_create(const rocksdb_envoptions_t *, const rocksdb_options_t *);
void rocksdb_sstfilewriter_open(rocksdb_sstfilewriter_t *, const char *path, char **error);
void rocksdb_sstfilewriter_put(rocksdb_sstfilewriter_t *, const char *key, size_t, const char *value, size_t,
                               char **error);
void rocksdb_sstfilewriter_finish(rocksdb_sstfilewriter_t *, char **error);
void rocksdb_sstfilewriter_destroy(rocksdb_sstfilewriter_t *);
rocksdb_ingestexternalfileoptions_t *rocksdb_ingestexternalfileoptions_create(void);
void rocksdb_ingestexternalfileoptions_set_move_files(rocksdb_ingestexternalfileoptions_t *, unsigned char);
void rocksdb_ingest_external_file(rocksdb_t *, const char *const *paths, size_t,
                                  const rocksdb_ingestexternalfileoptions_t *, char **error);
