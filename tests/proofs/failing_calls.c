/* Fails the K-th call of a function once or for good, in one of ganzoo's processes: preloaded by failing_calls.py. Calls
 * are counted from the program's own first initialiser on: its libraries' come before.
 *
 *   FAIL_CALL   read | pread | write | pwrite | fsync | rename | open | ftruncate | close | malloc
 *   FAIL_AT     K, counted from 1
 *   FAIL_HOW    the errno, as a number; 0: a short write
 *   FAIL_GOOD   set: the K-th call and all behind it
 *   FAIL_IN     the verb of the process (its first argument), and
 *   FAIL_CELL   part of any of its arguments
 *   FAIL_FIRED  a file that is made when a call fails: without it, K was beyond the last
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static const char* call;
static long at;
static int how, good, armed;
static atomic_long count;

/* The process's arguments, one behind the other, each ended by a zero. */
static int is_meant(void) {
  char words[65536];
  int file = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  long n = syscall(SYS_read, file, words, sizeof words - 1);
  syscall(SYS_close, file);
  if (n <= 0) return 0;
  words[n] = 0;
  const char *verb = getenv("FAIL_IN"), *cell = getenv("FAIL_CELL");
  const char* second = words + strlen(words) + 1;
  if (verb && (second >= words + n || strcmp(second, verb) != 0)) return 0;
  if (!cell) return 1;
  for (const char* word = words; word < words + n; word += strlen(word) + 1)
    if (strstr(word, cell)) return 1;
  return 0;
}

__attribute__((constructor)) static void prepare(void) {
  call = getenv("FAIL_CALL");
  if (!call || !getenv("FAIL_AT") || !getenv("FAIL_HOW")) return;
  at = atol(getenv("FAIL_AT"));
  how = atoi(getenv("FAIL_HOW"));
  good = getenv("FAIL_GOOD") != NULL;
  armed = is_meant();
}

static void tell(void) {
  const char* fired = getenv("FAIL_FIRED");
  if (fired) syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, fired, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

static int fails(const char* name) {
  if (!armed || strcmp(name, call) != 0) return 0;
  const long now = atomic_fetch_add(&count, 1) + 1;
  if (now != at && !(good && now > at)) return 0;
  if (now == at) tell();
  errno = how;
  return 1;
}

/* The C library's own. */
#define REAL(type, name)                                  \
  static type real;                                       \
  if (!real) real = (type)(size_t)dlsym(RTLD_NEXT, #name)

typedef ssize_t (*write_type)(int, const void*, size_t);
ssize_t write(int file, const void* bytes, size_t n) {
  REAL(write_type, write);
  if (!fails("write")) return real(file, bytes, n);
  return how != 0 ? -1 : real(file, bytes, n > 1 ? n / 2 : n);
}

typedef ssize_t (*read_type)(int, void*, size_t);
ssize_t read(int file, void* bytes, size_t n) {
  REAL(read_type, read);
  if (!fails("read")) return real(file, bytes, n);
  return how != 0 ? -1 : real(file, bytes, n > 1 ? n / 2 : n);
}

typedef ssize_t (*pread_type)(int, void*, size_t, off_t);
ssize_t pread(int file, void* bytes, size_t n, off_t offset) {
  REAL(pread_type, pread);
  if (!fails("pread")) return real(file, bytes, n, offset);
  return how != 0 ? -1 : real(file, bytes, n > 1 ? n / 2 : n, offset);
}
ssize_t pread64(int file, void* bytes, size_t n, off_t offset) { return pread(file, bytes, n, offset); }

typedef ssize_t (*pwrite_type)(int, const void*, size_t, off_t);
ssize_t pwrite(int file, const void* bytes, size_t n, off_t offset) {
  REAL(pwrite_type, pwrite);
  if (!fails("pwrite")) return real(file, bytes, n, offset);
  return how != 0 ? -1 : real(file, bytes, n > 1 ? n / 2 : n, offset);
}
ssize_t pwrite64(int file, const void* bytes, size_t n, off_t offset) { return pwrite(file, bytes, n, offset); }

typedef int (*fsync_type)(int);
int fsync(int file) {
  REAL(fsync_type, fsync);
  return fails("fsync") ? -1 : real(file);
}

typedef int (*close_type)(int);
int close(int file) { /* closes, whatever it says, as Linux does */
  REAL(close_type, close);
  const int result = real(file);
  return fails("close") ? -1 : result;
}

typedef int (*rename_type)(const char*, const char*);
int rename(const char* from, const char* to) {
  REAL(rename_type, rename);
  return fails("rename") ? -1 : real(from, to);
}

typedef int (*ftruncate_type)(int, off_t);
int ftruncate(int file, off_t size) {
  REAL(ftruncate_type, ftruncate);
  return fails("ftruncate") ? -1 : real(file, size);
}
int ftruncate64(int file, off_t size) { return ftruncate(file, size); }

static mode_t mode_of(int flags, va_list more) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

typedef int (*open_type)(const char*, int, ...);
int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = mode_of(flags, more);
  va_end(more);
  REAL(open_type, open);
  return fails("open") ? -1 : real(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = mode_of(flags, more);
  va_end(more);
  return open(path, flags, mode);
}

/* dlsym itself may ask for memory before it knows where there is some. */
static char first_memory[1 << 16];
static size_t first_used;
static void* first(size_t n) {
  void* memory = first_memory + first_used;
  first_used += (n + 15) & ~(size_t)15;
  return first_used <= sizeof first_memory ? memory : NULL;
}
static int is_first(const void* memory) {
  return (const char*)memory >= first_memory && (const char*)memory < first_memory + sizeof first_memory;
}

typedef void* (*malloc_type)(size_t);
typedef void* (*calloc_type)(size_t, size_t);
typedef void* (*realloc_type)(void*, size_t);
typedef void (*free_type)(void*);
static malloc_type real_malloc;
static calloc_type real_calloc;
static realloc_type real_realloc;
static free_type real_free;
static int looking;

static int known(void) {
  if (real_free) return 1;
  if (looking) return 0;
  looking = 1;
  real_malloc = (malloc_type)(size_t)dlsym(RTLD_NEXT, "malloc");
  real_calloc = (calloc_type)(size_t)dlsym(RTLD_NEXT, "calloc");
  real_realloc = (realloc_type)(size_t)dlsym(RTLD_NEXT, "realloc");
  real_free = (free_type)(size_t)dlsym(RTLD_NEXT, "free");
  looking = 0;
  return 1;
}

void* malloc(size_t n) {
  if (!known()) return first(n);
  return fails("malloc") ? NULL : real_malloc(n);
}
void* calloc(size_t n, size_t size) {
  if (!known()) return first(n * size);
  return fails("malloc") ? NULL : real_calloc(n, size);
}
void* realloc(void* memory, size_t n) {
  if (!known()) return first(n);
  if (is_first(memory)) {
    void* larger = real_malloc(n);
    if (larger) memcpy(larger, memory, n);
    return larger;
  }
  return fails("malloc") ? NULL : real_realloc(memory, n);
}
void free(void* memory) {
  if (memory && !is_first(memory) && known()) real_free(memory);
}
