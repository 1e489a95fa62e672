/// What the process that tries a component's laws is asked.
#pragma once

#include <ganzoo/experiment/ask/declarations.hpp>
#include <ganzoo/remote/values.hpp>

namespace ganzoo::experiment {

/// The component examined, at these parameters.
struct Subject {
  Kind kind;
  std::string name;
  Table parameters;

  static constexpr auto fields =
      std::tuple{remote::field("kind", &Subject::kind), remote::field("name", &Subject::name),
                 remote::field("parameters", &Subject::parameters)};
};

struct LawInWords {
  std::string name, meaning, sees;

  static constexpr auto fields =
      std::tuple{remote::field("name", &LawInWords::name), remote::field("meaning", &LawInWords::meaning),
                 remote::field("sees", &LawInWords::sees)};
};

struct ApplicableLaws {
  std::string name, file;
  std::vector<LawInWords> laws;
  std::vector<std::string> notes;
  std::string unexamined;  ///< why it cannot be made with its defaults; "" where it can

  static constexpr auto fields =
      std::tuple{remote::field("name", &ApplicableLaws::name), remote::field("file", &ApplicableLaws::file),
                 remote::field("laws", &ApplicableLaws::laws), remote::field("notes", &ApplicableLaws::notes),
                 remote::field("unexamined", &ApplicableLaws::unexamined)};
};

struct ListLaws {
  static constexpr const char* name = "list laws";
  using Answer = ApplicableLaws;
  Subject subject;
  static constexpr auto fields = std::tuple{remote::field("subject", &ListLaws::subject)};
};

struct Words {
  std::string text;
  static constexpr auto fields = std::tuple{remote::field("text", &Words::text)};
};

/// Answered by its counterexample; "" where it holds.
struct TryLaw {
  static constexpr const char* name = "try law";
  using Answer = Words;
  Subject subject;
  std::string law;
  static constexpr auto fields =
      std::tuple{remote::field("subject", &TryLaw::subject), remote::field("law", &TryLaw::law)};
};

/// Answered by what it does on a fixed occasion, as one text.
struct Behave {
  static constexpr const char* name = "show behaviour";
  using Answer = Words;
  Subject subject;
  static constexpr auto fields = std::tuple{remote::field("subject", &Behave::subject)};
};

}  // namespace ganzoo::experiment
