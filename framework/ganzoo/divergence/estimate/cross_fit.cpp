#include <future>
#include <ganzoo/divergence/estimate/cross_fit.hpp>
#include <ganzoo/divergence/estimate/log_ratio.hpp>
#include <ganzoo/divergence/estimate/pool.hpp>

namespace ganzoo {
namespace {

using detail::Rows;

/// A side in an order of its own, drawn at random: fold k of it is every folds-th row from k on.
Rows shuffled(MatrixView<const double> sample, const Rng& rng) {
  const Rows rows = detail::map(sample);
  const std::vector<Eigen::Index> sorted = detail::lexicographic_order(rows);
  std::vector<std::int64_t> order(sorted.size());
  rng.fill_permutation(order);
  for (std::int64_t& i : order) i = sorted[static_cast<std::size_t>(i)];
  return rows(order, Eigen::all);
}

struct Parts {
  Rows held, learned;

  Parts(const Rows& rows, int fold, int folds) {
    std::vector<Eigen::Index> in, out;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) (i % folds == fold ? out : in).push_back(i);
    held = rows(out, Eigen::all);
    learned = rows(in, Eigen::all);
  }
};

MatrixView<const double> view(const Rows& rows) { return {rows.data(), rows.rows(), rows.cols()}; }

CrossFitted fit(const Parts& real, const Parts& fake, const Rng& rng) {
  const LogRatio v(view(real.learned), view(fake.learned), rng);
  return {{v(view(real.held)), v(view(fake.held))}, {v(view(real.learned)), v(view(fake.learned))}, v.form()};
}

}  // namespace

std::vector<CrossFitted> cross_fit(MatrixView<const double> real, MatrixView<const double> fake, int folds,
                                   const Rng& rng) {
  const Rows reals = shuffled(real, rng.child(0)), fakes = shuffled(fake, rng.child(1));
  std::vector<std::future<CrossFitted>> running;
  for (int k = 0; k < folds; ++k)
    running.push_back(std::async(std::launch::async, [&, k] {
      return fit(Parts(reals, k, folds), Parts(fakes, k, folds), rng.child(2 + static_cast<std::uint64_t>(k)));
    }));
  std::vector<CrossFitted> fitted;
  for (auto& each : running) fitted.push_back(each.get());
  return fitted;
}

}  // namespace ganzoo
