// A run's processes, linked by MPI: broadcasts alone, so that every sum is taken by ganzoo, in the order of ranks.
#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ganzoo/core/link.hpp>
#include <span>
#include <thread>

namespace {

/// MPI counts in int.
constexpr std::size_t most = std::size_t{1} << 30;

/// As the threads of a crew do: some microseconds of spinning, then sleep, so that a core that another process wants is
/// given up. MPI's own waiting never sleeps.
constexpr std::chrono::microseconds patience{50}, nap{20};

void await(MPI_Request& request) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (int done = 0; MPI_Test(&request, &done, MPI_STATUS_IGNORE), done == 0;)
    if (std::chrono::steady_clock::now() > until) std::this_thread::sleep_for(nap);
}

class MpiLink final : public ganzoo::ProcessLink {
 public:
  MpiLink() {
    int given = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  /// What fails ends all processes: MPI's errors are fatal by default.
  void broadcast(std::span<std::byte> bytes, int from) override {
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(most, bytes.size()))) {
      MPI_Request request = MPI_REQUEST_NULL;
      MPI_Ibcast(bytes.data(), static_cast<int>(std::min(most, bytes.size())), MPI_BYTE, from, MPI_COMM_WORLD,
                 &request);
      await(request);
    }
  }

  void close() override {
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ibarrier(MPI_COMM_WORLD, &request);
    await(request);
    MPI_Finalize();
  }

 private:
  int rank_ = 0, size_ = 1;
};

}  // namespace

extern "C" GANZOO_API ganzoo::ProcessLink* ganzoo_mpi_link() {
  static MpiLink link;
  return &link;
}
