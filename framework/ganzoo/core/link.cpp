#include <ganzoo/core/link.hpp>

namespace ganzoo {
namespace {

Link* joined = nullptr;

}  // namespace

Link* process_link() { return joined; }

void join(Link& link) { joined = &link; }

}  // namespace ganzoo
