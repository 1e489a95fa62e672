/// The inspector: a child process that loads foreign code so that the supervisor need not.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/experiment/spec.hpp>

#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// Runs the inspector on these components. One that dies or takes over 10 s is restarted behind the culprit, which gets
/// its failure ("killed by signal 11 (Segmentation fault) while it was loaded"). Never throws for a component's sake.
GANZOO_API Catalogue inspect(const std::vector<std::pair<Kind, std::string>>& components,
                             const std::vector<std::string>& plugin_paths);

/// For each distinct choice of data, generator, discriminator, divergence and metrics among the cells: opens the data and plans the networks
/// in the child. Fills `failure` of a cell whose component dies there; throws ganzoo::Error (usage, or environment for
/// missing data) with what does not fit together.
GANZOO_API void rehearse(Expansion& expansion);

/// The child's side: the hidden verb `ganzoo inspect-child`, requests as JSON lines on stdin, answers on the given descriptor.
GANZOO_API int inspector_main(int answer_descriptor);

}  // namespace ganzoo::experiment
