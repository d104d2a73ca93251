// Configurations of sizes that configurations.json does not name.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "hw/flow/configurations.hpp"
#include "hw/flow/families/family.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

std::int64_t index_bits(std::int64_t spins) { return std::bit_width(static_cast<std::uint64_t>(spins - 1)); }

// Why the core cannot have these sizes, or "".
std::string impossible_size(const Core& core, std::int64_t spins, std::int64_t weight_bits) {
  const CoreLimits& limits = core.limits;
  if (spins < limits.spins_min || spins > limits.spins_max) {
    return fmt::format("{} holds {} to {} spins, not {}", core.name, limits.spins_min, limits.spins_max, spins);
  }
  if (limits.power_of_two && !std::has_single_bit(static_cast<std::uint64_t>(spins))) {
    return fmt::format("{} wants a power of two as its number of spins, not {}", core.name, spins);
  }
  if (spins % limits.spins_multiple != 0) {
    return fmt::format("{} wants a multiple of {} as its number of spins, not {}", core.name, limits.spins_multiple,
                       spins);
  }
  if (weight_bits < limits.weight_bits_min || weight_bits > limits.weight_bits_max) {
    return fmt::format("{} has weights of {} to {} bits, not {}", core.name, limits.weight_bits_min,
                       limits.weight_bits_max, weight_bits);
  }
  if (limits.entry_bits > 0 && index_bits(spins) + weight_bits > limits.entry_bits) {
    return fmt::format(
        "{} keeps a neighbour's number and weight in {} bits: {} spins leave {} bits for a weight, not {}", core.name,
        limits.entry_bits, spins, limits.entry_bits - index_bits(spins), weight_bits);
  }
  if (limits.matrix_bits > 0 && spins * spins * weight_bits > limits.matrix_bits) {
    return fmt::format("{} has {} bits of couplings at most, and {} spins of {} bits need {}", core.name,
                       limits.matrix_bits, spins, weight_bits, spins * spins * weight_bits);
  }
  return "";
}

// A pass over the spins takes four reads or more, so that few spins have no use for many lanes.
void drop_lanes(Configuration& configuration, const Core& core) {
  if (core.limits.word_lanes.empty()) return;
  std::int64_t& lanes = configuration.parameters.at(core.limits.word_lanes);
  while (4 * lanes > configuration.spins) lanes /= 2;
}

// Why the core with these parameters cannot read weights of this width, or "".
std::string impossible_words(const Core& core, const Configuration& configuration) {
  if (core.limits.word_lanes.empty()) return "";
  const std::int64_t lanes = configuration.parameters.at(core.limits.word_lanes);
  if (lanes * configuration.weight_bits % 32 == 0) return "";
  return fmt::format("{} on {} reads {} weights at once in whole words of 32 bits: {}-bit weights do not fill them",
                     core.name, configuration.board, lanes, configuration.weight_bits);
}

// Bits that a field has beyond a weight: all neighbours' weights are summed, and the problem's own field.
std::int64_t sum_bits(const Configuration& configuration) {
  if (configuration.graph.empty()) return index_bits(configuration.spins) + 1;
  return index_bits(configuration.graph.at("degree") + 1);
}

// What a configuration of the core on the board begins with, when none is named.
Configuration plain_configuration(const Board& board, const Core& core) {
  Configuration configuration;
  configuration.board = board.name;
  configuration.core = core.name;
  configuration.weight_bits = std::clamp<std::int64_t>(4, core.limits.weight_bits_min, core.limits.weight_bits_max);
  configuration.clock_mhz = board.input_mhz;
  configuration.baud = 1000000;
  configuration.parameters = core.parameters;
  configuration.graph = core.graph;
  const auto do_without = [&](const char* name) {
    const auto found = configuration.parameters.find(name);
    if (found != configuration.parameters.end()) found->second = 0;
  };
  if (board.capacity.dsp == 0) do_without("DSP");
  if (!family_of(board).table_ram) do_without("SLOT_TABLES");
  return configuration;
}

void widen_parameters(Configuration& configuration, const Core& core) {
  for (const auto& [name, values] : core.limits.widen) {
    const auto kept = configuration.parameters.find(name);
    if (kept != configuration.parameters.end() && kept->second > configuration.field_bits) continue;
    const auto wide = std::find_if(values.begin(), values.end(), [&](auto v) { return v > configuration.field_bits; });
    if (wide == values.end()) {
      throw UsageError(fmt::format("{} has fields of {} bits at most, and this size needs {}", core.name,
                                   values.back() - 1, configuration.field_bits));
    }
    configuration.parameters[name] = *wide;
  }
}

}  // namespace

Configuration configuration_for(const Catalogue& catalogue, const Board& board, const Core& core, std::int64_t spins,
                                std::int64_t weight_bits) {
  const Configuration* named = find_configuration(catalogue, board.name, core.name, spins, weight_bits);
  if (named != nullptr) return *named;
  const Configuration* base = find_configuration(catalogue, board.name, core.name);
  if (base == nullptr && spins == 0) {
    throw UsageError(fmt::format("there is no configuration of {} for {}", core.name, board.name),
                     "say how many spins: --spins N --weight-bits W, or of a sampler -p spins=N -p weight_bits=W");
  }
  Configuration configuration = base != nullptr ? *base : plain_configuration(board, core);
  if (spins != 0) configuration.spins = spins;
  if (weight_bits != 0) configuration.weight_bits = weight_bits;
  std::string sentence = impossible_size(core, configuration.spins, configuration.weight_bits);
  if (sentence.empty()) drop_lanes(configuration, core);
  if (sentence.empty()) sentence = impossible_words(core, configuration);
  if (!sentence.empty()) throw UsageError(sentence);
  configuration.field_bits = std::clamp(configuration.weight_bits + sum_bits(configuration), core.limits.field_bits_min,
                                        core.limits.field_bits_max);
  if (core.limits.entries_max > 0 && configuration.entries == 0) {
    configuration.entries = std::min(16 * configuration.spins, core.limits.entries_max);
  }
  const std::int64_t energy_bits = configuration.field_bits + index_bits(configuration.spins) + 1;
  if (energy_bits > 32) {
    throw UsageError(fmt::format("{} spins with {}-bit weights have energies of {} bits, and the registers 32",
                                 configuration.spins, configuration.weight_bits, energy_bits));
  }
  widen_parameters(configuration, core);
  configuration.floors = {};
  configuration.seeds = 1;
  return configuration;
}

}  // namespace isinglass::flow
