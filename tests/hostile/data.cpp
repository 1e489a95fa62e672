#include <ganzoo/core/rng.hpp>
#include <ganzoo/train/data.hpp>

#include "hostile.hpp"

namespace {

struct HostileData : hostile::Hostile<ganzoo::Data> {
  HOSTILE(HostileData)

  ganzoo::Shape shape() const override {
    if (way == "huge_shape") return {std::int64_t{1} << 40};
    if (way == "overflowing_shape") return {std::int64_t{1} << 40, std::int64_t{1} << 40};
    if (way == "negative_shape") return {-2};
    if (way == "empty_shape") return {};
    return {2};
  }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    mutable_trouble().used();
    rng.fill_normal(batch.flat(), 0, 1);
  }

 private:
  hostile::Trouble& mutable_trouble() const { return const_cast<HostileData*>(this)->trouble; }
};

}  // namespace

GANZOO_PLUGIN(HostileData)
