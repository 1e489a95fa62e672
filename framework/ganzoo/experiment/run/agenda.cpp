#include <ganzoo/config/document.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/run/agenda.hpp>

namespace ganzoo::experiment {

Job job_for(const Cell& cell, const Decision& decision, const std::filesystem::path& out, const std::string& command) {
  Job job;
  job.order = {.cell = cell.id,
               .spec = config::to_toml(cell.spec),
               .spec_sha256 = cell.spec_sha256,
               .command = command,
               .fresh = decision.forget,
               .failure = decision.action == Decision::Action::record ? cell.failure : ""};
  job.folder = out / cell.id;
  job.resumes = decision.action == Decision::Action::resume;
  return job;
}

bool is_work(Decision::Action action) {
  using Action = Decision::Action;
  return action == Action::train || action == Action::resume || action == Action::record;
}

Agenda agenda_of(const Preparation& all, const std::vector<std::string>& data, const RerunOptions& rerun,
                 const std::string& command) {
  Agenda agenda;
  for (const Cell& cell : all.expansion.cells) agenda.now.push_back(cell_state_in(all.out / cell.id));
  for (std::size_t i = 0; i < all.expansion.cells.size(); ++i) {
    const Cell& cell = all.expansion.cells[i];
    const Decision& decision =
        agenda.decisions.emplace_back(decide(cell, agenda.now[i], all.catalogue, data[i], rerun));
    if (is_work(decision.action)) agenda.jobs.push_back(job_for(cell, decision, all.out, command));
  }
  return agenda;
}

void Agenda::tell(const std::vector<Cell>& cells, Ledger& ledger) const {
  for (std::size_t i = 0; i < decisions.size(); ++i) ledger.decided(cells[i], decisions[i], now[i]);
  ledger.notices();
}

}  // namespace ganzoo::experiment
