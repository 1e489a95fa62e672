/// The C boundary: what is read of a module before any C++ crosses, and the macro that ends an author's file.
#pragma once

#include <ganzoo/plugin/component.hpp>
#include <ganzoo/plugin/tag.hpp>

#include <cstddef>
#include <cstdint>

/// Exported by every module as `ganzoo_module`. Its layout never changes; new fields go behind, `size` tells.
extern "C" struct GanzooModule {
  std::uint32_t size;  ///< sizeof(GanzooModule) when the module was built
  std::uint32_t api;   ///< ganzoo::api_version when the module was built
  const char* tag;     ///< ganzoo::abi_tag when the module was built
  /// Valid only with tags equal: returns a const ganzoo::ComponentInfo*.
  const void* (*component)();
};
static_assert(sizeof(GanzooModule) == 24 && offsetof(GanzooModule, tag) == 8);

namespace ganzoo {

inline constexpr std::uint32_t api_version = GANZOO_API_VERSION;

/// The info of a component class: its About, schema and maker.
template <class C>
ComponentInfo component_info() {
  return {
      .kind = C::kind, .name = {}, .file = {}, .about = C::about, .schema = schema_of<C>(), .make = &make_component<C>};
}

}  // namespace ganzoo

/// The last line of a component's file. `C` is the component's class.
#define GANZOO_PLUGIN(...)                                                                                            \
  extern "C" __attribute__((visibility("default"))) const GanzooModule ganzoo_module;                                 \
  const GanzooModule ganzoo_module{sizeof(GanzooModule), ganzoo::api_version, GANZOO_ABI_TAG, []() -> const void* {   \
                                     static const ganzoo::ComponentInfo info = ganzoo::component_info<__VA_ARGS__>(); \
                                     return &info;                                                                    \
                                   }};
