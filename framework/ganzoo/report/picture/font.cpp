#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/picture/font.hpp>
#include <memory>
#include <set>
#include <vector>

namespace ganzoo::report {
namespace {

/// All names of all families.
std::vector<std::string> families() {
  const std::unique_ptr<FcPattern, void (*)(FcPattern*)> any(FcPatternCreate(), FcPatternDestroy);
  const std::unique_ptr<FcObjectSet, void (*)(FcObjectSet*)> asked(FcObjectSetBuild(FC_FAMILY, nullptr),
                                                                   FcObjectSetDestroy);
  const std::unique_ptr<FcFontSet, void (*)(FcFontSet*)> fonts(FcFontList(nullptr, any.get(), asked.get()),
                                                               FcFontSetDestroy);
  std::set<std::string> names;
  for (int i = 0; fonts && i < fonts->nfont; ++i) {
    FcChar8* name = nullptr;
    for (int n = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, n, &name) == FcResultMatch; ++n)
      names.insert(reinterpret_cast<const char*>(name));
  }
  return {names.begin(), names.end()};
}

bool is_same(const std::string& a, const std::string& b) {
  return FcStrCmpIgnoreCase(reinterpret_cast<const FcChar8*>(a.c_str()), reinterpret_cast<const FcChar8*>(b.c_str())) ==
         0;
}

}  // namespace

void require_font(const std::string& family) {
  const std::vector<std::string> known = families();
  if (std::ranges::any_of(known, [&](const std::string& name) { return is_same(name, family); })) return;
  const std::string near = nearest(family, known);
  throw Error(Exit::usage, fmt::format("--font {} is not installed", on_one_line(family)),
              near.empty() ? "`fc-list : family` shows what is" : fmt::format("did you mean {}?", near));
}

}  // namespace ganzoo::report
