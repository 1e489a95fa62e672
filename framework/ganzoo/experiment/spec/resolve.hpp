/// From a draft to a cell: every key checked and present, every component complete, every request sound.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/draft.hpp>
#include <ganzoo/experiment/spec/schema.hpp>

namespace ganzoo::experiment {

struct Resolved {
  Table spec;
  std::vector<std::string> ignored;
  std::string failure;
  Exit outside = Exit::ok;  ///< KnownComponent::outside
  /// What differs from the defaults, and each component's name and version, one a line, sorted: what a cell's id
  /// hashes. Files stand as written; title, tuned_on, plugins.paths and log.commit, which no result hangs on, are left out.
  std::string canonical;
};

/// Appends every complaint; the result is a cell only where none was added.
Resolved resolve(Draft draft, const Catalogue& catalogue, std::vector<Complaint>& complaints);

/// Requests that cannot be sound, whatever the numbers: no Lipschitz constraint on a critic that needs one, a log-ratio
/// link where f is not strictly convex, a generator loss that does not exist, more modes than samples.
void check_sound(const Table& spec, const Draft& draft, const Catalogue& catalogue, std::vector<Complaint>& complaints);

/// Takes away what a replaced component left behind and this one cannot use; names each.
void drop_inapplicable(Draft& draft, const Catalogue& catalogue, std::vector<std::string>& ignored);

/// A declared trait of the component at `slot`, `otherwise` where it declares none or is not known.
bool trait(const Catalogue& catalogue, const Table& experiment, const Slot& slot, const char* name, bool otherwise);

}  // namespace ganzoo::experiment
