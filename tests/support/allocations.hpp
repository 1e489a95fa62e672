/// Counts what the program and its libraries allocate. It replaces operator new: include it in one source of a program.
#pragma once

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace allocations {

inline std::atomic<bool> counting{false};
inline std::atomic<long> count{0};

/// oneDNN takes a few bytes for the arguments of every primitive it executes; that is not the loop's doing.
inline bool is_onednn(const void* caller) {
  Dl_info info{};
  return dladdr(caller, &info) != 0 && info.dli_fname && std::strstr(info.dli_fname, "libdnnl");
}

inline void* take(std::size_t size, std::size_t alignment, const void* caller) noexcept {
  if (counting && !is_onednn(caller)) ++count;
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

inline void* taken(void* memory) {
  if (!memory) throw std::bad_alloc();
  return memory;
}

inline std::size_t bytes(std::align_val_t a) { return static_cast<std::size_t>(a); }

/// The number of allocations that f() makes, on all threads.
template <class F>
long of(const F& f) {
  count = 0;
  counting = true;
  f();
  counting = false;
  return count;
}

}  // namespace allocations

// GCC takes the inlined aligned_alloc and free for a mismatch; they are a pair.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#define GANZOO_TAKE(size, alignment) allocations::take(size, alignment, __builtin_return_address(0))

void* operator new(std::size_t n) { return allocations::taken(GANZOO_TAKE(n, 16)); }
void* operator new[](std::size_t n) { return allocations::taken(GANZOO_TAKE(n, 16)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return GANZOO_TAKE(n, 16); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return GANZOO_TAKE(n, 16); }
void* operator new(std::size_t n, std::align_val_t a) {
  return allocations::taken(GANZOO_TAKE(n, allocations::bytes(a)));
}
void* operator new[](std::size_t n, std::align_val_t a) {
  return allocations::taken(GANZOO_TAKE(n, allocations::bytes(a)));
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

#undef GANZOO_TAKE
