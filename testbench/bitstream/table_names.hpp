// What the tables of a placed design are called in the netlist.
#pragma once

#include <array>
#include <map>
#include <string>

#include "testbench/bitstream/unpacked_board.hpp"

namespace isinglass::testbench {

/// The names that place and route leaves beside the cells in its .asc, and that a packed bitstream has no room for.
class TableNames {
 public:
  /// `placed` is the .asc of place and route; icebox_vlog looks its symbols up.
  TableNames(const BoardBuild& build, const std::string& placed);
  /// The net that the cell drives, or of its flip-flop, and what the entry asks of its four inputs.
  [[nodiscard]] std::string text(const TableBit& bit) const;

 private:
  struct Table {
    std::string output;
    std::array<std::string, 4> inputs;
  };
  void place(const std::string& comment, const std::string& net);
  [[nodiscard]] std::string name(const std::string& net) const;

  std::map<std::array<int, 3>, Table> tables_;  // nets as icebox numbers them
  std::map<std::string, std::string> names_;    // of those nets
};

}  // namespace isinglass::testbench
