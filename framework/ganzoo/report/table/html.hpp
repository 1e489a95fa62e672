/// The few words of HTML that a page is made of.
#pragma once

#include <ganzoo/report/table/sheet.hpp>
#include <string>
#include <string_view>

namespace ganzoo::report {

/// A text as HTML shows it.
std::string escaped_html(std::string_view text);
std::string to_html(const Sheet& sheet);

}  // namespace ganzoo::report
