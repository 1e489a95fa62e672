#include <ganzoo/core/link.hpp>

namespace ganzoo {
namespace {

ProcessLink* joined = nullptr;

}  // namespace

ProcessLink* process_link() { return joined; }

void join(ProcessLink& link) { joined = &link; }

}  // namespace ganzoo
