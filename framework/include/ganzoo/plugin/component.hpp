/// What every component is, whatever its kind: a name, an About, parameters and a state.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/plugin/param.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace ganzoo {

enum class Kind : std::uint8_t {
  generator,
  discriminator,
  divergence,
  regularizer,
  scheduler,
  optimizer,
  data,
  metric
};

inline constexpr std::array all_kinds{Kind::generator, Kind::discriminator, Kind::divergence, Kind::regularizer,
                                      Kind::scheduler, Kind::optimizer,     Kind::data,       Kind::metric};

/// "generator", as in an experiment file.
GANZOO_API std::string_view name_of(Kind kind);
/// "generators", the folder that holds the kind's components.
GANZOO_API std::string_view folder_of(Kind kind);

/// What an author says of a component; `static constexpr ganzoo::About about{.title = …}`.
struct About {
  std::string_view title;         ///< in words: "α-divergence"
  std::string_view source;        ///< paper, venue, year, equation
  std::string_view summary = "";  ///< one or two sentences: what it does, when to use it
  int version = 1;                ///< part of a cell's id; raise it when results change
  // What a divergence declares; all of it is measured by `ganzoo check`.
  std::string_view formula = "";    ///< f(u), or the loss, as plain text
  double f_at_1 = 0;                ///< what f(1) is where it is not 0
  bool symmetric = false;           ///< D(P‖Q) = D(Q‖P)
  bool bounded = false;             ///< D has a finite maximum
  bool metric = false;              ///< √D is a metric: symmetric, and no detour is shorter
  bool strictly_convex = true;      ///< false: f″ vanishes, so there is no log_ratio link
  bool conjugate_on_reals = false;  ///< the published conjugate is the supremum over all real u, not u ≥ 0
  std::string_view follows =
      "";  ///< the divergence that the non-saturating generator loss follows at the optimal critic
  std::string_view optimal_critic = "";  ///< T* as plain text: f′(u) at u = p/q, or where a game's critic is best
};

/// The base of everything that a plugin can bring.
class Component {
 public:
  Component() = default;
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;
  virtual ~Component() = default;

  /// Saves or loads what changes during training; nothing by default.
  virtual void state(Archive&) {}
  /// Called once, after the parameters are set: checks what no single range can, opens files. Throws ganzoo::Error.
  virtual void prepare() {}
};

/// All that is known of a component before it is made.
struct ComponentInfo {
  Kind kind;
  std::string name;  ///< the module file's stem
  std::string file;  ///< the module it came from, absolute
  About about;
  Schema schema;
  /// Makes one with its defaults, then sets the parameters from a table that `complete` returned.
  std::unique_ptr<Component> (*make)(const Table& parameters);
};

}  // namespace ganzoo
