#include <fmt/format.h>

#include <ganzoo/report/page/assets.hpp>
#include <ganzoo/report/page/document.hpp>
#include <ganzoo/report/page/pack.hpp>
#include <ganzoo/report/table/html.hpp>

namespace ganzoo::report {

std::string html_of(const Document& d) {
  const std::string policy = fmt::format(
      "default-src 'none'; script-src '{}'; style-src '{}'; img-src data: blob:; base-uri 'none'; form-action 'none'",
      policy_hash(page_script()), policy_hash(page_style()));
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}\n"
      "<script type=\"application/json\" id=\"meta\">{}</script>\n"
      "<script type=\"text/plain\" id=\"curves\">{}</script>\n"
      "<script type=\"text/plain\" id=\"samples\">{}</script>\n"
      "<script>{}</script>\n</body>\n</html>\n",
      policy, escaped_html(d.title), page_style(), d.body, d.meta, d.curves, d.samples, page_script());
}

}  // namespace ganzoo::report
