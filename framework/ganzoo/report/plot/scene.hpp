/// One snapshot of a game: densities, D and D* over the line or the plane, and how it is drawn into a frame.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <span>
#include <string>
#include <vector>

namespace ganzoo::report {

/// The columns of /samples/scores, on the line and in the plane.
struct SceneColumns {
  std::size_t x, y, data, fake, critic, best, score, count;
};
inline constexpr SceneColumns of_line{0, 0, 1, 2, 3, 4, 5, 6}, of_plane{0, 1, 2, 3, 4, 5, 6, 7};

class Scene {
 public:
  /// The run's snapshot at that place, which must outlive the scene.
  Scene(const log::RunFile& run, std::size_t place);

  bool is_plane() const { return columns_.count == of_plane.count; }
  const SceneColumns& columns() const { return columns_; }
  std::size_t rows() const { return scores_.size() / columns_.count; }
  std::vector<double> column(std::size_t k) const;
  /// D; where no probability is behind a score, the score itself, from its least to its greatest.
  std::vector<double> critic() const;
  bool has_probability() const;
  /// Whether D* is known anywhere.
  bool has_best() const;
  /// z and G(z), in turns; empty where z is not one number.
  std::span<const float> map() const;
  std::span<const float> fakes() const { return part(run_.samples.at("points")); }
  std::span<const float> reals() const { return run_.real.samples.values; }

 private:
  std::span<const float> part(const log::Array& all) const;

  const log::RunFile& run_;
  std::size_t place_;
  SceneColumns columns_{};
  std::span<const float> scores_;
};

/// What its lines and points are drawn in.
struct SceneColors {
  Color data, fake, critic, best;
};
SceneColors scene_colors(const Style& style);

/// Densities, D, D* and the map z → x in a frame; names its ends where asked to.
void draw_line_game(Sheet& sheet, const Box& frame, const Scene& scene, bool names);
/// Level lines of D, both samples and ∇D at the fakes.
void draw_plane_game(Sheet& sheet, const Box& frame, const Scene& scene);

/// The largest of the finite ones that are above 0, else 0.
double finite_maximum(const std::vector<double>& values);

}  // namespace ganzoo::report
