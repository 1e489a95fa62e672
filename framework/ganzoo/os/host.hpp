/// Which machine this is.
#pragma once

#include <string>

namespace ganzoo::os {

/// The node's name in its cluster (SLURMD_NODENAME) where there is one, or the host's.
std::string host_name();

/// "n17-4711": this process among all that share a file system.
std::string host_and_process();

}  // namespace ganzoo::os
