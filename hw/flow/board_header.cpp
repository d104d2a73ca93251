// Writes configuration.vh.
#include "hw/flow/board_header.hpp"

#include <fmt/format.h>

#include <cmath>

#include "hw/flow/families/family.hpp"

namespace isinglass::flow {

namespace {

std::string parameter_list(const std::map<std::string, std::int64_t>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) text += fmt::format("{}.{}({})", text.empty() ? "" : ", ", name, value);
  return text;
}

std::map<std::string, std::int64_t> core_parameters(const Configuration& configuration) {
  std::map<std::string, std::int64_t> all = configuration.parameters;
  all["SPINS"] = configuration.spins;
  all["WEIGHT_BITS"] = configuration.weight_bits;
  all["FIELD_BITS"] = configuration.field_bits;
  if (configuration.entries > 0) all["ENTRIES"] = configuration.entries;
  return all;
}

std::map<std::string, std::int64_t> link_parameters(const Configuration& configuration) {
  std::map<std::string, std::int64_t> all = configuration.link;
  all["CLOCK_HZ"] = std::llround(configuration.clock_mhz * 1e6);
  all["BAUD"] = configuration.baud;
  return all;
}

}  // namespace

std::string board_header(const Board& board, const Core& core, const Configuration& configuration) {
  std::string text = fmt::format(
      "// {} on {}, written by `isinglass hw build` from configurations.json.\n`define ANNEALER {}\n"
      "`define ANNEALER_PARAMETERS {}\n`define LINK_PARAMETERS {}\n",
      core.name, board.name, core.name, parameter_list(core_parameters(configuration)),
      parameter_list(link_parameters(configuration)));
  if (board.pll && configuration.clock_mhz != board.input_mhz) {
    text += family_of(board).clock_macros(board, configuration.clock_mhz);
  }
  return text;
}

}  // namespace isinglass::flow
