/// The child's side: the one main of every process that answers questions.
#pragma once

namespace ganzoo::remote {

/// Was this process started by a Channel? The first line of every main that uses one:
/// `if (remote::is_child(argc, argv)) return remote::child_main(argc, argv);`
bool is_child(int argc, char** argv);
int child_main(int argc, char** argv);

/// What the child exits with where a component closed its descriptors.
inline constexpr int descriptors_closed = 71;

/// What it exits with where memory ran out that no question asked for.
inline constexpr int memory_lacking = 72;

}  // namespace ganzoo::remote
