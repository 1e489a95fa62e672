/// `ganzoo eval` for what Shannon's theory has beside the divergences: entropy, cross entropy, self-information, mutual
/// information.
#pragma once

#include <ganzoo/divergence/exact/exact.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ganzoo::app {

struct InformationRequest {
  std::string name;
  std::string p, q;       ///< distributions as text; a table, joint(…), for mutual_information
  std::vector<double> x;  ///< for self_information
  std::string unit;       ///< "nats", "bits"; "": nats
};

/// One number of the answer.
struct Figure {
  std::string key, label;
  Exact value;
};

struct Information {
  std::string name, formula, unit;
  std::vector<Figure> figures;    ///< the first is what was asked for
  std::vector<int> code_lengths;  ///< Huffman's, binary digits of each point; empty where there is no code
  std::vector<double> x;          ///< of self-information, and its values:
  std::vector<Exact> surprises;
};

bool is_information(const std::string& name);
/// "entropy, cross_entropy, …".
std::string names_of_information();
/// Throws ganzoo::Error (usage) where a distribution is missing, superfluous or unreadable.
Information inform(const InformationRequest& request);

nlohmann::ordered_json to_json(const Information& answer);
std::string to_table(const Information& answer);

}  // namespace ganzoo::app
