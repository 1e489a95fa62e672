/// GANZOO_ABI_TAG: a text that is equal for two binaries exactly where C++ may cross between them.
///
/// api · compiler family · standard library and what changes its layout, sanitizers, fast-math · instruction-set level ·
/// 8 hex digits of the SHA-256 of every header that a component can include.
#pragma once

#include <ganzoo/plugin/headers_hash.hpp>

#include <version>

/// Raised when a component's interface changes its meaning.
#define GANZOO_API_VERSION 1

#if defined(__clang__)
#define GANZOO_TAG_COMPILER "clang"
#elif defined(__GNUC__)
#define GANZOO_TAG_COMPILER "gcc"
#else
#error "ganzoo needs gcc or clang"
#endif

#if defined(_LIBCPP_VERSION)
#define GANZOO_TAG_LIBRARY "libc++"
#elif defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
#define GANZOO_TAG_LIBRARY "libstdc++ cxx11"
#else
#define GANZOO_TAG_LIBRARY "libstdc++ old"
#endif

#if defined(_GLIBCXX_DEBUG) || defined(_LIBCPP_ENABLE_DEBUG_MODE)
#define GANZOO_TAG_DEBUG " debug"
#else
#define GANZOO_TAG_DEBUG ""
#endif

#if defined(__has_feature)
#define GANZOO_HAS_FEATURE(x) __has_feature(x)
#else
#define GANZOO_HAS_FEATURE(x) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || GANZOO_HAS_FEATURE(address_sanitizer)
#define GANZOO_TAG_SANITIZER " asan"
#elif defined(__SANITIZE_THREAD__) || GANZOO_HAS_FEATURE(thread_sanitizer)
#define GANZOO_TAG_SANITIZER " tsan"
#else
#define GANZOO_TAG_SANITIZER ""
#endif

#if defined(__FAST_MATH__)
#define GANZOO_TAG_MATH " fast-math"
#else
#define GANZOO_TAG_MATH ""
#endif

#if defined(__AVX512F__)
#define GANZOO_TAG_LEVEL "x86-64-v4"
#elif defined(__AVX2__)
#define GANZOO_TAG_LEVEL "x86-64-v3"
#elif defined(__SSE4_2__)
#define GANZOO_TAG_LEVEL "x86-64-v2"
#elif defined(__x86_64__)
#define GANZOO_TAG_LEVEL "x86-64"
#else
#define GANZOO_TAG_LEVEL "other"
#endif

#define GANZOO_TEXT_OF(x) #x
#define GANZOO_TEXT(x) GANZOO_TEXT_OF(x)

#define GANZOO_ABI_TAG                                                                                   \
  "api " GANZOO_TEXT(                                                                                    \
      GANZOO_API_VERSION) " · " GANZOO_TAG_COMPILER                                                      \
                          " · " GANZOO_TAG_LIBRARY GANZOO_TAG_DEBUG GANZOO_TAG_SANITIZER GANZOO_TAG_MATH \
                          " · " GANZOO_TAG_LEVEL " · " GANZOO_HEADERS_HASH
