/// The other processes of a run that is spread over several: who this one is, and how bytes reach them all.
#pragma once

#include <cstddef>
#include <ganzoo/core/api.hpp>
#include <span>

namespace ganzoo {

/// Every process calls the same things in the same order; whoever does not come is waited for.
class ProcessLink {
 public:
  ProcessLink() = default;
  ProcessLink(const ProcessLink&) = delete;
  ProcessLink& operator=(const ProcessLink&) = delete;
  virtual ~ProcessLink() = default;

  /// This process's number, in [0, size()).
  virtual int rank() const = 0;
  virtual int size() const = 0;
  /// Everybody's bytes become those of process `from`.
  virtual void broadcast(std::span<std::byte> bytes, int from) = 0;
  /// The last call: waits for the others, and lets go.
  virtual void close() = 0;
};

template <class T>
void broadcast(ProcessLink& link, std::span<T> numbers, int from) {
  link.broadcast(std::as_writable_bytes(numbers), from);
}

/// Each process's number, in the order of ranks, of one that every process has.
template <class T>
void gather(ProcessLink& link, const T& mine, std::span<T> all) {
  all[static_cast<std::size_t>(link.rank())] = mine;
  for (int rank = 0; rank < link.size(); ++rank) broadcast(link, all.subspan(static_cast<std::size_t>(rank), 1), rank);
}

/// This process's, as of when it joined the others of its run; null where it is the only one.
GANZOO_API ProcessLink* process_link();
/// Before anything computes. Must outlive what does.
GANZOO_API void join(ProcessLink& link);

}  // namespace ganzoo
