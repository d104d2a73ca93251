// Names to boards, cores and configurations.
#include "sim/cli/hw_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/cli/common_options.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass::cli {
namespace {

/// The item of that name; UsageError with the nearest name, or with all of them.
template <class Item>
const Item& choose(const std::vector<Item>& items, const char* what, const std::string& name) {
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const Item& item : items) {
    if (item.name == name) return item;
    names.push_back(item.name);
  }
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("there is no {} '{}'", what, name),
                   near.empty() ? fmt::format("the {}s are: {}", what, fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

}  // namespace

const flow::Board& choose_board(const flow::Catalogue& catalogue, const std::string& name) {
  return choose(catalogue.boards, "board", name);
}

const flow::Core& choose_core(const flow::Catalogue& catalogue, const std::string& name) {
  return choose(catalogue.cores, "core", name);
}

std::filesystem::path build_directory(const flow::Configuration& configuration, bool sized) {
  std::string name = fmt::format("{}-{}", configuration.board, configuration.core);
  if (sized) name += fmt::format("-{}x{}", configuration.spins, configuration.weight_bits);
  return std::filesystem::path("build/hw") / name;
}

void require_bakeable(const flow::Board& board) {
  if (board.family == "ice40") return;
  throw UsageError(fmt::format("only bitstreams of iCE40 parts can be baked, and {} has none", board.name),
                   "isinglass hw run loads the problem over the serial line");
}

void add_size_flags(CLI::App& command, std::int64_t& spins, std::int64_t& weight_bits) {
  command.add_option("--spins", spins, "Number of spins that 'hw build' was told, if it was told one")
      ->type_name("N")
      ->check(whole_number(1, 1 << 24));
  command.add_option("--weight-bits", weight_bits, "Width of a weight, likewise")
      ->type_name("W")
      ->check(whole_number(1, 32));
}

void check_ports(const std::vector<std::string>& ports) {
  for (std::size_t k = 0; k < ports.size(); ++k) {
    const bool twice = std::find(ports.begin(), ports.begin() + static_cast<std::ptrdiff_t>(k), ports[k]) !=
                       ports.begin() + static_cast<std::ptrdiff_t>(k);
    if (twice && ports[k] != "sim") {
      throw UsageError(fmt::format("the port {} is named twice", ports[k]), "every board has a port of its own");
    }
  }
}

}  // namespace isinglass::cli
