/// A contender: one process that trains one workload, or multiplies matrices, for as long as it is told.
#pragma once

#include <filesystem>
#include <ganzoo/bench/workload.hpp>
#include <memory>
#include <string>

namespace ganzoo::bench {

/// The workload that only multiplies: the machine's own peak.
inline constexpr const char* peak_name = "peak";

struct Entry {
  std::string workload;  ///< or peak_name
  Setting setting;
  std::filesystem::path folder;  ///< its images; where its run is committed
};

/// A contender in a process of its own.
class Contender {
 public:
  /// Starts it and waits for its first step. Throws the error that it meets.
  explicit Contender(const Entry& entry);
  ~Contender();
  Contender(Contender&&) noexcept;

  /// Seconds from the process's start to the end of its first step.
  double startup() const;
  /// Iterations a second over about so many seconds; of the peak, floating-point operations a second.
  double rate(double seconds);
  /// The two halves of rate(): contenders that are all begun run at once.
  void begin(double seconds);
  double end();
  /// Ends it, after a last commit of its run: the most memory that it held, in bytes. Prints its profile on stderr, where
  /// one was asked for.
  double finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ganzoo::bench
