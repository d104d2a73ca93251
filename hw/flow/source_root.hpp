// Where rtl/ and hw/boards/ are found at run time.
#pragma once

#include <filesystem>

namespace isinglass::flow {

/// The folder named by the environment variable ISINGLASS_DATA, else `built_from` (the sources this program was built
/// from). Throws UsageError when it does not hold hw/boards/configurations.json.
std::filesystem::path source_root(const std::filesystem::path& built_from);

}  // namespace isinglass::flow
