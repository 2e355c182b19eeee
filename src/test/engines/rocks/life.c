// The calls by which RocksDB changes the disk. The program's own functions stand before the C
// library's, for the library as well that it is linked with.
#define _GNU_SOURCE
#include "life.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static long left;

void live(long calls) { left = calls; }

// Spends one call and says whether it is the last. If so nobody else's call gets past any more.
static int last(void) {
  pthread_mutex_lock(&mutex);
  if (left == 0 || --left > 0) {
    pthread_mutex_unlock(&mutex);
    return 0;
  }
  return 1;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void spend(void) {
  if (last()) die();
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if (fd > STDERR_FILENO && last()) {
    syscall(SYS_write, fd, bytes, count / 2);
    die();
  }
  return syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  if (last()) {
    syscall(SYS_pwrite64, fd, bytes, count / 2, offset);
    die();
  }
  return syscall(SYS_pwrite64, fd, bytes, count, offset);
}

int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  if (flags & (O_CREAT | O_TRUNC)) spend();
  return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int ftruncate(int fd, off_t length) {
  spend();
  return syscall(SYS_ftruncate, fd, length);
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
  spend();
  return syscall(SYS_fallocate, fd, mode, offset, length);
}

int fsync(int fd) {
  spend();
  return syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
  spend();
  return syscall(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to) {
  spend();
  return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int link(const char *from, const char *to) {
  spend();
  return syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path) {
  spend();
  return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode) {
  spend();
  return syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}
