/// What a run file holds, told from the declarations that it is written by.
#pragma once

#include <string>

namespace ganzoo::app {

/// Every group, dataset and attribute, and every column of /train: as text, and as framework/docs/run_file.md has them.
std::string run_file_text();
std::string run_file_page();

/// The columns of /train, or the one of that name; "" where there is none.
std::string train_columns_text();
std::string train_column_text(const std::string& name);

}  // namespace ganzoo::app
