#include <algorithm>
#include <ganzoo/bench/contender.hpp>
#include <ganzoo/bench/folder.hpp>
#include <ganzoo/bench/race.hpp>
#include <ganzoo/core/error.hpp>

namespace ganzoo::bench {
namespace {

/// The processes of one workload, which run at once.
class Contenders {
 public:
  Contenders(const Entry& entry, int workers) {
    for (int i = 0; i < workers; ++i) members_.emplace_back(entry);
  }

  double rate(double seconds) {
    for (Contender& member : members_) member.begin(seconds);
    double sum = 0;
    for (Contender& member : members_) sum += member.end();
    return sum;
  }
  double startup() const {
    std::vector<double> times;
    for (const Contender& member : members_) times.push_back(member.startup());
    return spread(times).median;
  }
  double finish() {
    double most = 0;
    for (Contender& member : members_) most = std::max(most, member.finish());
    return most;
  }

 private:
  std::vector<Contender> members_;
};

void write_images_of(const std::vector<std::string>& names, const std::filesystem::path& folder) {
  for (const std::string& name : names)
    if (workload(name).image.rank() > 0) write_images(workload(name), folder);
}

}  // namespace

Spread spread(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return {(values[(n - 1) / 2] + values[n / 2]) / 2, values.front(), values.back()};
}

Results run(const Race& race) {
  constexpr double peak_share = 0.25, warm_up = 0.1;  // of a turn
  const Folder folder;
  write_images_of(race.workloads, folder.path);
  Contenders peak({peak_name, race.setting, folder.path}, race.workers);
  std::vector<Contenders> groups;
  for (const std::string& name : race.workloads)
    groups.emplace_back(Entry{name, race.setting, folder.path}, race.workers).rate(warm_up * race.seconds);
  peak.rate(warm_up * race.seconds);

  std::vector<double> peaks;
  std::vector<std::vector<double>> rates(groups.size()), shares(groups.size());
  for (int round = 0; round < race.repeats; ++round)
    for (std::size_t i = 0; i < groups.size(); ++i) {
      peaks.push_back(peak.rate(peak_share * race.seconds));
      rates[i].push_back(groups[i].rate(race.seconds));
      shares[i].push_back(rates[i].back() * workload(race.workloads[i]).flop / peaks.back());
    }

  Results results{spread(peaks), {}};
  for (std::size_t i = 0; i < groups.size(); ++i)
    results.workloads.push_back(
        {workload(race.workloads[i]), spread(rates[i]), spread(shares[i]), groups[i].finish(), groups[i].startup()});
  return results;
}

}  // namespace ganzoo::bench
