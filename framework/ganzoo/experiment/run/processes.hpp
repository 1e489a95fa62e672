/// One run over several processes: mpirun starts them, the first is the cell's worker, the others compute with it.
#pragma once

#include <filesystem>
#include <ganzoo/core/link.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Where each cell is to be spread over so many. Throws ganzoo::Error: usage where a cell has another number of threads,
/// environment, which says what is missing, where there is no MPI.
void require_processes(const std::vector<Cell>& cells, int processes);

/// Joins the processes that mpirun has started. Throws ganzoo::Error (environment).
ProcessLink& join_processes();

/// What process 0 knows, to the others.
std::string shared_text(ProcessLink& link, std::string text);

/// So that nothing else, MPI's connections for one, gets the number. Throws ganzoo::Error (environment).
void reserve(int descriptor);

/// From here on the launcher's descriptor is this process's own, too, under the same number, which was reserved. Throws
/// ganzoo::Error (environment).
void take_over(int launcher, int descriptor, int flags);

/// `mpirun -n COUNT ganzoo work …` for the cell in `folder`, with `order` on process 0's stdin; waits. SIGINT and SIGTERM
/// reach every process as SIGUSR2, which asks for a commit. Returns the exit code; where a process died of a signal, this
/// one does, too. Throws ganzoo::Error (environment) where mpirun cannot be started.
int launch_processes(const std::filesystem::path& folder, const std::string& order, int count);

}  // namespace ganzoo::experiment
