/// The few words of HTML that a page is made of.
#pragma once

#include <ganzoo/report/table/sheet.hpp>
#include <string>
#include <string_view>

namespace ganzoo::report {

/// A text as HTML shows it.
std::string escaped_html(std::string_view text);
/// A PNG file's bytes inside of the page, 1:1.
std::string embedded_picture(std::string_view png, const std::string& description);
std::string to_html(const Sheet& sheet);
/// A whole page that needs no other file; `body` is HTML.
std::string html_page(const std::string& title, const std::string& body);

}  // namespace ganzoo::report
