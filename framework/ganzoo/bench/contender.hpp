/// A contender: one process that trains one workload, or multiplies matrices, for as long as it is told.
///
/// It is asked on stdin and answers on stdout, one JSON object a line. First comes what it is, as command-line words;
/// it answers { startup } once its first step is done. Then each line with a number of seconds is answered by
/// { iterations, seconds }, and the end of stdin by { peak_memory } after a last commit of the run.
#pragma once

#include <filesystem>
#include <ganzoo/bench/workload.hpp>
#include <ganzoo/core/api.hpp>
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
class GANZOO_API Contender {
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
  /// Ends it: the most memory that it held, in bytes.
  double finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The child's side; `started`: of the monotonic clock, in nanoseconds. Returns the exit code.
GANZOO_API int contender_main(const Entry& entry, std::int64_t started);

}  // namespace ganzoo::bench
