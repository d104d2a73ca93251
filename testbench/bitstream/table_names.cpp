// Reads icebox_vlog's Verilog: a net's declaration is followed by comments that name its places, its name stands below.
#include "testbench/bitstream/table_names.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <sstream>

#include "hw/flow/checksum.hpp"

namespace isinglass::testbench {

TableNames::TableNames(const BoardBuild& build, const std::string& placed) {
  const auto& directory = build.context.directory;
  const auto pins = (build.request.sources / build.request.board.pins).string();
  flow::write_text(directory / "names.asc", placed);
  call(build, {"icebox_vlog", "-L", "-n", "top", "-p", pins, "names.asc"}, "names.v");
  std::istringstream stream(flow::read_text(directory / "names.v"));
  std::string net;
  for (std::string line; std::getline(stream, line);) {
    const auto begin = line.find(' ') + 1;
    const auto end = line.find_first_of(" ;", begin);
    const auto equal = line.find(" = ");
    if (line.rfind("// (", 0) == 0) {
      place(line, net);
    } else if (line.rfind("wire \\", 0) == 0 && equal == end) {
      // wire \_NAME = NET;
      names_[line.substr(equal + 3, line.size() - equal - 4)] = line.substr(begin + 2, end - begin - 2);
    } else if (line.rfind("wire ", 0) == 0 || line.rfind("reg ", 0) == 0) {
      net = line.substr(begin, end - begin);
    }
  }
}

void TableNames::place(const std::string& comment, const std::string& net) {
  int x = 0, y = 0, cell = 0, pin = 0;
  if (std::sscanf(comment.c_str(), "// (%d, %d, 'lutff_%d/in_%d')", &x, &y, &cell, &pin) == 4) {
    tables_[{x, y, cell}].inputs.at(static_cast<std::size_t>(pin)) = net;
  } else if (comment.find("/out'") != std::string::npos &&
             std::sscanf(comment.c_str(), "// (%d, %d, 'lutff_%d/out')", &x, &y, &cell) == 3) {
    tables_[{x, y, cell}].output = net;
  }
}

std::string TableNames::name(const std::string& net) const {
  const auto found = names_.find(net);
  return found == names_.end() ? net : found->second;
}

std::string TableNames::text(const TableBit& bit) const {
  const auto found = tables_.find({bit.place.x, bit.place.y, bit.place.cell});
  if (found == tables_.end()) return "no net";
  std::string text = name(found->second.output) + " where";
  for (std::size_t pin = 0; pin < 4; ++pin) {
    if (found->second.inputs.at(pin).empty()) continue;
    text += fmt::format(" {} is {}", name(found->second.inputs.at(pin)), bit.entry >> pin & 1U);
  }
  return text;
}

}  // namespace isinglass::testbench
