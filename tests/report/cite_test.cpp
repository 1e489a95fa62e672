#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/report/cite/bibliography.hpp>
#include <ganzoo/report/cite/cite.hpp>

#include "support/catch.hpp"

using namespace ganzoo;
using report::bibtex;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++n;
  return n;
}

}  // namespace

TEST_CASE("every publication that a component names as its source has its entry", "[unit]") {
  Registry registry;
  for (const Found& found : registry.list()) {
    const std::string source(registry.load(found.kind, found.name).about.source);
    for (const std::string& missing : report::without_entry(source))
      FAIL_CHECK(name_of(found.kind) << " " << found.name << ": bibliography.bib has no entry for \"" << missing
                                     << "\"");
  }
}

TEST_CASE("a publication without an entry is seen", "[unit]") {
  CHECK(report::without_entry("Nobody, Proc. of Nothing, 2023; Nowozin, f-GAN, 2016; libpng; arXiv:1") ==
        std::vector<std::string>{"Nobody, Proc. of Nothing, 2023", "arXiv:1"});
}

TEST_CASE("a paper is cited once, under all that rest on it, in the order of its first use", "[unit]") {
  const std::string text =
      bibtex({{"divergence kl", "KL", "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016"},
              {"data ring", "ring", "Goodfellow et al., NeurIPS 2014; maxout: Goodfellow et al., ICML 2013"},
              {"metric moments", "moments", "Nowozin et al., 2016, section 2.4"}});
  CHECK(count(text, "@inproceedings{nowozin2016fgan,") == 1);
  CHECK(text.find("% divergence kl, metric moments\n@inproceedings{nowozin2016fgan,") == 0);
  CHECK(count(text, "@inproceedings{goodfellow2014generative,") == 1);
  CHECK(text.find("goodfellow2014") < text.find("goodfellow2013"));
  CHECK(text.find("cited_as") == text.npos);
}

TEST_CASE("a source without an entry is cited in its own words", "[unit]") {
  CHECK(bibtex({{"metric mine", "my metric", "Me, 2031"}}) ==
        "% metric mine\n@misc{metric_mine,\n  title     = {my metric},\n  note      = {Me, 2031}\n}\n");
  CHECK(bibtex({{"metric mine", "my metric", ""}}).empty());
}

TEST_CASE("each entry of the bibliography is whole, and none has another's key", "[unit]") {
  const std::string all(report::bibliography());
  CHECK(count(all, "\n}\n") == count(all, "@"));
  CHECK(count(all, "cited_as") == count(all, "@"));
  for (std::size_t at = 0; (at = all.find('@', at)) != all.npos; ++at) {
    const std::string key = all.substr(all.find('{', at), all.find(',', at) - all.find('{', at) + 1);
    INFO(key);
    CHECK(count(all, key) == 1);
  }
}
