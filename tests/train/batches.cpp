#include <algorithm>
#include <ganzoo/train/batches.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <numeric>

#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

std::vector<float> draw(Batches& batches, std::int64_t update, std::int64_t rows) {
  OwnedMatrix batch(rows, 1);
  batches.draw(update, batch);
  return copy(batch.view().flat());
}

std::vector<float> in_order(std::int64_t n) {
  std::vector<float> all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0.0F);
  return all;
}

}  // namespace

TEST_CASE("every epoch of finite data shows each sample once, in another order", "[unit]") {
  const Numbers data(10);
  for (const Purpose purpose : {Purpose::data, Purpose::generator_data}) {
    Batches batches(data, 3, purpose);
    std::vector<float> seen;
    for (std::int64_t update = 0; update < 20; ++update)
      for (const float x : draw(batches, update, 3)) seen.push_back(x);
    std::vector<std::vector<float>> epochs;
    for (auto at = seen.begin(); at != seen.end(); at += 10) {
      epochs.emplace_back(at, at + 10);
      auto sorted = epochs.back();
      std::ranges::sort(sorted);
      CHECK(sorted == in_order(10));
    }
    CHECK(epochs[0] != epochs[1]);
  }
}

TEST_CASE("a batch follows from its number alone", "[unit]") {
  const Numbers data(10);
  Batches forward(data, 3, Purpose::data), fresh(data, 3, Purpose::data);
  std::vector<float> sixth;
  for (std::int64_t update = 0; update <= 6; ++update) sixth = draw(forward, update, 4);
  CHECK(draw(fresh, 6, 4) == sixth);
  CHECK(draw(forward, 0, 4) == draw(fresh, 0, 4));
}

TEST_CASE("a batch larger than the data begins its epochs inside", "[unit]") {
  const Numbers data(3);
  Batches batches(data, 3, Purpose::data);
  auto batch = draw(batches, 0, 8);
  REQUIRE(batch.size() == 8);
  for (const auto epoch : {batch.begin(), batch.begin() + 3}) {
    std::sort(epoch, epoch + 3);
    CHECK(std::vector<float>(epoch, epoch + 3) == in_order(3));
  }
  CHECK(batch[6] != batch[7]);
  for (const float x : {batch[6], batch[7]}) CHECK((x == 0 || x == 1 || x == 2));
}

TEST_CASE("the critic's and the generator's real batches are independent", "[unit]") {
  const Numbers data(100);
  Batches critic(data, 3, Purpose::data), generator(data, 3, Purpose::generator_data);
  CHECK(draw(critic, 0, 50) != draw(generator, 0, 50));
}

TEST_CASE("evaluation samples are the same however many are asked for", "[unit]") {
  const Cloud data(3);
  Evaluations a(data, {5}, false, 1, 4), b(data, {5}, false, 1, 4);
  const auto few = copy(a.real(100).flat());
  const ConstMatrix kept = a.real(100);
  const auto many = copy(a.real(3000).flat());
  CHECK(copy(kept.flat()) == few);  // a view outlives a later, larger request
  CHECK(std::equal(few.begin(), few.end(), many.begin()));
  CHECK(copy(b.real(3000).flat()) == many);
  CHECK(copy(b.noise(2000).flat()) == [&] {
    a.noise(10);
    return copy(a.noise(2000).flat());
  }());
  CHECK(copy(a.split(Split::validation, 100).flat()) != few);
}

TEST_CASE("evaluation samples of finite data are distinct, of the test split, and no more than there are", "[unit]") {
  const Numbers data(10);
  Evaluations evaluations(data, {1}, false, 1, 4);
  auto real = copy(evaluations.real(50).flat());
  REQUIRE(real.size() == 10);
  std::ranges::sort(real);
  CHECK(real.front() == 1000);
  CHECK(real.back() == 1009);
  auto train = copy(evaluations.split(Split::train, 10).flat());
  std::ranges::sort(train);
  CHECK(train == in_order(10));
}

TEST_CASE("who asks for many samples can be stopped between any two pieces, and asked again draws the same", "[unit]") {
  struct Stop {};
  static constexpr std::int64_t many = 10'000, between_polls = 1024;
  Setting setting;
  for (const bool finite : {false, true}) {
    CAPTURE(finite);
    if (finite) setting.data = [] { return std::make_unique<Numbers>(many); };
    if (finite) setting.generator = nn::sequential({nn::dense(3), nn::tanh(), nn::dense(1)});
    const auto trainer = setting.trainer();
    std::int64_t polls = 0, last = 0;
    const auto poll = [&] {
      if (++polls == last) throw Stop();
    };
    using Ask = std::function<std::vector<float>(const Evaluation&)>;
    const std::vector<std::pair<std::string, Ask>> asks{
        {"real", [](const Evaluation& e) { return copy(e.real(many).flat()); }},
        {"split", [](const Evaluation& e) { return copy(e.split(Split::train, many).flat()); }},
        {"fake", [](const Evaluation& e) { return copy(e.fake(many).flat()); }}};
    for (const auto& [what, ask] : asks) {
      CAPTURE(what);
      polls = 0;
      const auto whole = ask(setting.trainer()->evaluation(false, poll));
      const std::int64_t all = polls;
      CHECK(all >= many / between_polls);
      const Evaluation evaluation = trainer->evaluation(false, poll);
      for (const std::int64_t stop : {all, all / 2, std::int64_t{1}}) {
        polls = 0;
        last = stop;
        CHECK_THROWS_AS(ask(evaluation), Stop);
      }
      last = 0;
      CHECK(ask(evaluation) == whole);
    }
    polls = 0;
    trainer->real_evaluation(0, poll).fake(many);
    CHECK(polls >= many / between_polls / 2);
  }
}

TEST_CASE("fakes are made once an evaluation, and anew for the next", "[unit]") {
  const Cloud data(1);
  Evaluations evaluations(data, {1}, true, 1, 4);
  int calls = 0;
  const auto generate = [&](ConstMatrix noise, std::int64_t, Matrix samples) {
    ++calls;
    std::ranges::copy(noise.flat(), samples.data);
  };
  const auto ten = copy(evaluations.fake(10, generate).flat());
  CHECK(copy(evaluations.fake(5, generate).flat()) == std::vector<float>(ten.begin(), ten.begin() + 5));
  CHECK(calls == 1);
  evaluations.begin();
  CHECK(copy(evaluations.fake(10, generate).flat()) == ten);
  CHECK(calls == 2);
  for (const float z : ten) CHECK((z >= -1 && z < 1));
}

// Where samples of a batch mix, and where a processor's products add in another order at another place of a batch, a
// sample depends on its company.
TEST_CASE("a fake is the same however many are asked for, and in what order, even where samples mix", "[unit]") {
  Setting setting;
  setting.generator = nn::sequential({nn::dense(7), nn::tanh(), nn::minibatch_stddev(5), nn::dense(2)});
  const auto fakes = [&](const std::vector<std::int64_t>& asked) {
    const auto trainer = setting.trainer();
    const Evaluation evaluation = trainer->evaluation(false);
    std::vector<float> last;
    for (const std::int64_t n : asked) last = copy(evaluation.fake(n).flat());
    return last;
  };
  const auto all = fakes({23});
  CHECK(fakes({3, 23}) == all);
  CHECK(fakes({7, 12, 23}) == all);
  CHECK(fakes({12}) == std::vector<float>(all.begin(), all.begin() + 24));
}
