// The list of families.
#include "hw/flow/families/family.hpp"

#include <fmt/format.h>

#include "models/error.hpp"

namespace isinglass::flow {

const Family* find_family(std::string_view name) {
  for (const auto* family : {&ice40_family(), &ecp5_family(), &gowin_family(), &xilinx_family(), &intel_family()}) {
    if (family->name == name) return family;
  }
  return nullptr;
}

const Family& family_of(const Board& board) {
  const Family* family = find_family(board.family);
  if (family == nullptr) {
    throw InputError(
        fmt::format("configurations.json: the board {} is of an unknown family '{}'", board.name, board.family));
  }
  return *family;
}

}  // namespace isinglass::flow
