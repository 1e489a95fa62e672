#include <ganzoo/experiment/session/provenance.hpp>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/session/data_checksum.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/os/host.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ctime>
#include <fstream>

namespace ganzoo::experiment {
namespace {

std::string text_of(const log::Attributes& attributes, const std::string& key) {
  const auto found = attributes.find(key);
  if (found == attributes.end()) return "";
  const std::string* text = std::get_if<std::string>(&found->second);
  return text ? *text : "";
}

[[noreturn]] void refuse(const std::string& file, const std::string& what) { throw CannotResume(file, what); }

}  // namespace

CannotResume::CannotResume(const std::string& file, const std::string& why)
    : Error(Exit::corrupt, fmt::format("{}: cannot be resumed: {}", file, why), "--fresh starts the cell anew") {}

std::string cpu_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

std::string utc_now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

log::Attributes provenance(const std::string& command, int threads, const Data& data) {
  log::Attributes all{{"ganzoo", GANZOO_VERSION},
                      {"git", GANZOO_GIT},
                      {"compiler", "g++ " __VERSION__},
                      {"onednn", nn::Engine::onednn_version()},
                      {"isa", nn::Engine::isa()},
                      {"threads", std::int64_t{threads}},
                      {"host", os::host_name()},
                      {"cpu", cpu_name()},
                      {"command", command},
                      {"mxcsr", fmt::format("{:#06x}", float_mode)},
                      {"data_files", static_cast<std::int64_t>(data.files().size())},
                      {"data_sha256", data_checksum(data)}};
  if (data.classes() > 0) all["data_classes"] = std::int64_t{data.classes()};
  if (const auto names = data.class_names(); !names.empty())
    all["data_class_names"] = fmt::format("{}", fmt::join(names, "\n"));
  if (data.skipped_files() > 0) all["data_skipped"] = data.skipped_files();
  return all;
}

std::map<std::string, log::Attributes> component_provenance(const Table& spec, bool has_critic, Registry& registry) {
  std::map<std::string, log::Attributes> all;
  for (const auto& [key, component] : components_of(spec, has_critic)) {
    const ComponentInfo& info = registry.load(component.first, component.second);
    all[key] = {{"name", info.name}, {"file", info.file}, {"sha256", sha256_of_file(info.file)}};
  }
  return all;
}

namespace {

/// Whether a result of the two hangs on the same keys; by their texts where one does not say.
bool same_spec(const log::RunFile& a, const log::RunFile& b) {
  const std::string first = text_of(a.provenance, "spec_sha256"), second = text_of(b.provenance, "spec_sha256");
  return first.empty() || second.empty() ? a.spec == b.spec : first == second;
}

}  // namespace

void require_same_origin(const log::RunFile& then, const log::RunFile& now, const std::string& file) {
  if (!same_spec(then, now)) refuse(file, "it is the run of another spec");
  for (const char* key : {"data_sha256", "isa"})
    if (const std::string a = text_of(then.provenance, key), b = text_of(now.provenance, key); a != b)
      refuse(file, fmt::format("{} was {}, and is {}", key, a, b));
  for (const auto& [key, attributes] : *now.provenance_components) {
    const auto found = then.provenance_components->find(key);
    if (found == then.provenance_components->end() || text_of(found->second, "sha256") != text_of(attributes, "sha256"))
      refuse(file, fmt::format("{} {} is not the file it was", key, text_of(attributes, "name")));
  }
}

}  // namespace ganzoo::experiment
