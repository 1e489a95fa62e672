#include <algorithm>
#include <bit>
#include <cstring>
#include <ganzoo/core/text.hpp>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/descriptor.hpp>
#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/lines.hpp>
#include <ganzoo/log/questions.hpp>
#include <ganzoo/log/ran_away.hpp>
#include <ganzoo/log/trailer.hpp>
#include <ganzoo/remote/codec.hpp>
#include <memory>
#include <set>
#include <unordered_map>

namespace ganzoo::log {
namespace {

static_assert(std::endian::native == std::endian::little);  // numbers stand as they lie in memory

constexpr char version = 1;
constexpr std::string_view key = "digest";
constexpr std::size_t most_bytes = 1 << 26, most_text = 1 << 20;

using Components = std::map<std::string, Attributes>;

/// What differs from run to run.
struct Head {
  std::string title, cell, reason;
  std::int64_t seed = 0, step = 0;
  Status status = Status::running;
  Attributes provenance;
  std::int64_t train_rows = 0, metrics_rows = 0, floor_rows = 0;

  static constexpr auto fields = std::tuple{remote::field("title", &Head::title),
                                            remote::field("cell", &Head::cell),
                                            remote::field("reason", &Head::reason),
                                            remote::field("seed", &Head::seed),
                                            remote::field("step", &Head::step),
                                            remote::field("status", &Head::status),
                                            remote::field("provenance", &Head::provenance),
                                            remote::field("train_rows", &Head::train_rows),
                                            remote::field("metrics_rows", &Head::metrics_rows),
                                            remote::field("floor_rows", &Head::floor_rows)};
};

/// What the runs of a grid share: components, and columns without their values.
struct Frame {
  Table train, metrics, floor;
  Components components;

  static constexpr auto fields =
      std::tuple{remote::field("train", &Frame::train), remote::field("metrics", &Frame::metrics),
                 remote::field("floor", &Frame::floor), remote::field("components", &Frame::components)};
};

constexpr std::array tables{&RunFile::train, &RunFile::metrics, &RunFile::floor};

// ---- what is kept ---------------------------------------------------------------------------------------------------

/// HDF5's texts end at their first NUL.
std::string until_nul(const std::string& text) { return text.c_str(); }

Attributes until_nul(Attributes attributes) {
  for (auto& [name, value] : attributes)
    if (auto* text = std::get_if<std::string>(&value)) *text = until_nul(*text);
  return attributes;
}

bool is_kept(const std::string& column) {
  return std::ranges::find(axis_columns, column) != axis_columns.end() ||
         std::ranges::find(watched_columns, column) != watched_columns.end();
}

const std::vector<std::int64_t>* steps_in(const Table& table) {
  return table.columns.empty() ? nullptr : std::get_if<std::vector<std::int64_t>>(&table.columns.front().values);
}

/// The last row at or before each evaluation, the last of all, and where the run ran away with the row before that.
std::set<std::size_t> kept_rows(const RunFile& run) {
  std::set<std::size_t> rows;
  const auto *train = steps_in(run.train), *metrics = steps_in(run.metrics);
  if (train == nullptr || train->empty()) return rows;
  rows.insert(train->size() - 1);
  if (metrics != nullptr)
    for (const std::int64_t step : *metrics)
      if (const auto at = std::ranges::upper_bound(*train, step) - train->begin(); at > 0)
        rows.insert(static_cast<std::size_t>(at) - 1);
  if (const auto row = runaway_row(run.train)) {
    rows.insert(*row);
    if (*row > 0) rows.insert(*row - 1);
  }
  return rows;
}

Table kept_train(const RunFile& run) {
  const std::set<std::size_t> rows = kept_rows(run);
  Table kept;
  for (const Column& column : run.train.columns) {
    if (!is_kept(column.name)) continue;
    Column& some = kept.columns.emplace_back(Column{column.name, {}, {}, {}, {}});
    std::visit(
        [&](const auto& values) {
          std::decay_t<decltype(values)> chosen;
          for (const std::size_t row : rows) chosen.push_back(values[row]);
          some.values = std::move(chosen);
        },
        column.values);
  }
  return kept;
}

// ---- out --------------------------------------------------------------------------------------------------------------

template <class T>
void add_number(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Its values to `numbers`; what is left tells of them.
Table without_values(const Table& table, std::string& numbers) {
  Table bare;
  for (const Column& column : table.columns)
    std::visit(
        [&](const auto& values) {
          numbers.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0]));
          bare.columns.push_back({until_nul(column.name), until_nul(*column.unit), until_nul(*column.meaning),
                                  std::decay_t<decltype(values)>{}, until_nul(*column.attributes)});
        },
        column.values);
  return bare;
}

std::string payload_of(const RunFile& run) {
  const Table train = kept_train(run);
  std::string numbers;
  Frame frame{
      without_values(train, numbers), without_values(run.metrics, numbers), without_values(run.floor, numbers), {}};
  for (const auto& [kind, attributes] : *run.provenance_components) frame.components[kind] = until_nul(attributes);
  const Head head{
      until_nul(run.title), until_nul(run.cell),       until_nul(run.reason), run.seed,           run.step,
      run.status,           until_nul(run.provenance), train.rows(),          run.metrics.rows(), run.floor.rows()};
  std::string payload(1, version);
  for (const std::string& block : {remote::to_bytes(remote::pack(head)), remote::to_bytes(remote::pack(frame)),
                                   until_nul(run.spec), until_nul(run.spec_json)}) {
    if (block.size() > most_text) return {};
    add_number(payload, static_cast<std::uint32_t>(block.size()));
    payload += block;
  }
  return payload + numbers;
}

// ---- in ---------------------------------------------------------------------------------------------------------------

/// Takes the first `count` bytes away; throws Garbled where there are not so many.
std::string_view eat(std::string_view& bytes, std::size_t count) {
  if (bytes.size() < count) throw remote::Garbled("the digest is cut off");
  const std::string_view front = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return front;
}

std::string eat_block(std::string_view& bytes) {
  std::uint32_t length = 0;
  std::memcpy(&length, eat(bytes, sizeof length).data(), sizeof length);
  if (length > most_text) throw remote::Garbled("the digest has too long a text");
  return std::string(eat(bytes, length));
}

template <class T>
T parsed(const std::string& block) {
  return remote::unpack<T>(remote::from_stranger(block));
}

/// A run that holds what the frame tells, and no values; the frames of a grid are parsed once.
std::shared_ptr<const RunFile> framed(const std::string& block) {
  static std::unordered_map<std::string, std::shared_ptr<const RunFile>> known;
  constexpr std::size_t most_known = 256, longest_known = 1 << 16;
  if (const auto found = known.find(block); found != known.end()) return found->second;
  const auto frame = parsed<Frame>(block);
  auto run = std::make_shared<RunFile>();
  run->train = frame.train;
  run->metrics = frame.metrics;
  run->floor = frame.floor;
  run->provenance_components = frame.components;
  for (auto table : tables)
    for (const Column& column : ((*run).*table).columns)
      if (std::visit([](const auto& values) { return !values.empty(); }, column.values))
        throw remote::Garbled("the digest has values beside its numbers");
  make_lines_of_columns(*run);
  if (known.size() >= most_known) known.clear();
  if (block.size() <= longest_known) known.emplace(block, run);
  return run;
}

void fill(Table& table, std::int64_t rows, std::string_view& numbers) {
  if (rows < 0 || static_cast<std::uint64_t>(rows) > numbers.size() / 8 + (table.columns.empty() ? 1U << 31 : 0))
    throw remote::Garbled("the digest promises more rows than it holds");
  const auto count = static_cast<std::size_t>(rows);
  for (Column& column : table.columns)
    std::visit(
        [&](auto& values) {
          const std::string_view bytes = eat(numbers, count * sizeof(values[0]));
          values.resize(count);
          if (count > 0) std::memcpy(values.data(), bytes.data(), bytes.size());
        },
        column.values);
}

RunFile run_of(std::string_view bytes) {
  if (eat(bytes, 1).front() != version) throw remote::Garbled("a digest of another version");
  auto head = parsed<Head>(eat_block(bytes));
  RunFile run = *framed(eat_block(bytes));
  run.spec = printable(eat_block(bytes));
  run.spec_json = printable(eat_block(bytes));
  run.title = std::move(head.title);
  run.cell = std::move(head.cell);
  run.reason = std::move(head.reason);
  run.seed = head.seed;
  run.step = head.step;
  run.status = head.status;
  run.provenance = std::move(head.provenance);
  fill(run.train, head.train_rows, bytes);
  fill(run.metrics, head.metrics_rows, bytes);
  fill(run.floor, head.floor_rows, bytes);
  if (!bytes.empty()) throw remote::Garbled("the digest goes on behind its numbers");
  if (const std::string fault = fault_of(run); !fault.empty()) throw remote::Garbled(fault);
  make_lines_of_head(run);
  return run;
}

/// The end of a file: most digests are in it.
class Tail {
 public:
  explicit Tail(const std::filesystem::path& file) : descriptor_(file, O_RDONLY | O_NONBLOCK) {
    size_ = size_of(descriptor_.get());
    last(std::min<std::uint64_t>(size_, 8192));
  }

  std::uint64_t size() const { return size_; }
  /// The last `count` bytes, at most size().
  std::string_view last(std::size_t count) {
    if (count > bytes_.size()) {
      bytes_.resize(count);
      read_exactly(descriptor_.get(), bytes_.data(), count, size_ - count);
    }
    return std::string_view(bytes_).substr(bytes_.size() - count);
  }

 private:
  Descriptor descriptor_;
  std::uint64_t size_ = 0;
  std::string bytes_;
};

}  // namespace

std::string digest_of(const RunFile& run) {
  const std::string payload = payload_of(run);
  if (payload.empty() || payload.size() > most_bytes) return {};
  return payload + trailer(key, checksum_of({payload}));
}

std::optional<std::string> stored_digest(const std::filesystem::path& file) try {
  Tail tail(file);
  if (tail.size() < 2 * trailer_size) return std::nullopt;
  const std::string_view lines = tail.last(2 * trailer_size);
  const auto seal = parse_trailer(seal_key, lines.substr(trailer_size));
  const auto promised = parse_trailer(key, lines.substr(0, trailer_size));
  if (!seal || !promised || seal->bytes != tail.size() - trailer_size) return std::nullopt;
  if (promised->bytes > most_bytes || promised->bytes > tail.size() - 2 * trailer_size) return std::nullopt;
  const auto length = static_cast<std::size_t>(promised->bytes);
  const std::string_view payload = tail.last(length + 2 * trailer_size).substr(0, length);
  if (payload.empty() || payload.front() != version || checksum_of({payload}) != *promised) return std::nullopt;
  return std::string(tail.last(length + 2 * trailer_size).substr(0, length + trailer_size));
} catch (const std::system_error&) {
  return std::nullopt;
}

std::optional<RunFile> parse_digest(std::string_view bytes) try {
  return run_of(bytes);
} catch (const remote::Garbled&) {
  return std::nullopt;
}

std::optional<RunFile> read_digest(const std::filesystem::path& file) {
  const auto stored = stored_digest(file);
  if (!stored) return std::nullopt;
  return parse_digest(std::string_view(*stored).substr(0, stored->size() - trailer_size));
}

}  // namespace ganzoo::log
