#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <ganzoo/os/process.hpp>
#include <ganzoo/os/sanitized.hpp>
#include <ganzoo/remote/confine.hpp>
#include <vector>

namespace ganzoo::remote {
namespace {

void set_limit(decltype(RLIMIT_CPU) resource, std::uint64_t value) {
  rlimit bound{};
  getrlimit(resource, &bound);
  bound.rlim_cur = std::min<rlim_t>(value, bound.rlim_max);
  setrlimit(resource, &bound);
}

/// The kernel's filter of system calls, built up rule by rule; what no rule allows fails with EPERM.
class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  }

  void allow(std::uint32_t call) {
    load(offsetof(seccomp_data, nr));
    add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }

  /// Only where none of these bits is set in the argument.
  void allow_without(std::uint32_t call, unsigned argument, std::uint32_t bits) {
    load(offsetof(seccomp_data, nr));
    add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3);
    load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t));
    add(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }

  bool install() {
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    const sock_fprog program{static_cast<unsigned short>(rules_.size()), rules_.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  }

 private:
  void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
  void add(int code, std::uint32_t k, std::uint8_t if_true = 0, std::uint8_t if_false = 0) {
    rules_.push_back({static_cast<std::uint16_t>(code), if_true, if_false, k});
  }

  std::vector<sock_filter> rules_;
};

/// Reading files, memory that is no code, answering, and ending.
bool only_reads() {
  Filter filter;
  for (const int call : {SYS_read,
                         SYS_pread64,
                         SYS_readv,
                         SYS_write,
                         SYS_writev,
                         SYS_lseek,
                         SYS_close,
                         SYS_fstat,
                         SYS_newfstatat,
                         SYS_statx,
                         SYS_stat,
                         SYS_lstat,
                         SYS_access,
                         SYS_faccessat,
                         SYS_readlink,
                         SYS_getcwd,
                         SYS_brk,
                         SYS_munmap,
                         SYS_mremap,
                         SYS_madvise,
                         SYS_futex,
                         SYS_poll,
                         SYS_recvfrom,
                         SYS_sendto,
                         SYS_clock_gettime,
                         SYS_gettimeofday,
                         SYS_getrandom,
                         SYS_getrusage,
                         SYS_rt_sigprocmask,
                         SYS_rt_sigreturn,
                         SYS_restart_syscall,
                         SYS_exit,
                         SYS_exit_group})
    filter.allow(static_cast<std::uint32_t>(call));
  constexpr std::uint32_t changes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  filter.allow_without(SYS_openat, 2, changes);
  filter.allow_without(SYS_open, 1, changes);
  filter.allow_without(SYS_mmap, 2, PROT_EXEC);
  filter.allow_without(SYS_mprotect, 2, PROT_EXEC);
  filter.allow_without(SYS_prlimit64, 0, ~std::uint32_t{0});  // its own limits alone
  return filter.install();
}

}  // namespace

void confine(Role role) {
  os::limit_resources();
  if (role == Role::hosts) return;
  set_limit(RLIMIT_NOFILE, 64);
  set_limit(RLIMIT_FSIZE, 1 << 20);  // its last words
  // A kernel built without filters is rare; there the limits and the parent's deadline remain.
  if (!os::sanitized) only_reads();  // whose reports need calls of their own
}

void limit(const Limits& limits) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto spent = static_cast<std::uint64_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  set_limit(RLIMIT_CPU, spent + limits.seconds + 1);
  if (!os::sanitized) set_limit(RLIMIT_AS, limits.memory > 0 ? limits.memory : RLIM_INFINITY);
}

}  // namespace ganzoo::remote
