// Finds the Verilog sources.
#include "hw/flow/source_root.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "models/error.hpp"

namespace isinglass::flow {

std::filesystem::path source_root(const std::filesystem::path& built_from) {
  const char* told = std::getenv("ISINGLASS_DATA");
  const std::filesystem::path root = told != nullptr ? std::filesystem::path(told) : built_from;
  if (!std::filesystem::exists(root / "hw/boards/configurations.json")) {
    throw UsageError(fmt::format("there are no Verilog sources in '{}'", root.string()),
                     "set ISINGLASS_DATA to the folder that holds rtl/ and hw/boards/");
  }
  return std::filesystem::absolute(root).lexically_normal();
}

}  // namespace isinglass::flow
