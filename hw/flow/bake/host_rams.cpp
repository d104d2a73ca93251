// One function per core, each beside the Verilog that it repeats: *_port.v and the memories behind it.
#include "hw/flow/bake/host_rams.hpp"

#include <fmt/format.h>

#include <bit>

#include "models/error.hpp"

namespace isinglass::flow {
namespace {

using Bit = std::optional<HostBit>;

// $clog2
int address_bits(int count) { return static_cast<int>(std::bit_width(static_cast<unsigned>(count - 1))); }

int parameter(const Configuration& configuration, const char* name, int otherwise) {
  const auto found = configuration.parameters.find(name);
  return found == configuration.parameters.end() ? otherwise : static_cast<int>(found->second);
}

// Bit `bit` of row `row` of a matrix whose rows begin at a multiple of 2^k words.
HostBit row_bit(int row, int bit, int row_bits) {
  const auto stride = std::size_t{1} << static_cast<unsigned>(address_bits(row_bits / 32));
  return {3, static_cast<std::size_t>(row) * stride + static_cast<std::size_t>(bit / 32), bit % 32};
}

// An initial word: the field, and the spin from bit 31.
Bit initial_bit(int spin, int bit, int field_bits) {
  if (bit > field_bits) return {};
  return HostBit{2, static_cast<std::size_t>(spin), bit == field_bits ? 31 : bit};
}

// pbit_ring_rows: blocks of columns; the first has the initial words in its upper half, the second the best spins.
std::vector<HostRam> ring_rams(const Configuration& c) {
  const int spins = static_cast<int>(c.spins);
  const int row_bits = spins * static_cast<int>(c.weight_bits);
  const int field_bits = static_cast<int>(c.field_bits);
  const int column = parameter(c, "COLUMN_BITS", 16);
  const int half = 1 << address_bits(spins);
  std::vector<HostRam> rams;
  for (int b = 0; b < row_bits / column; ++b) {
    const char* block = b == 0 ? "g_first" : b == 1 ? "g_best" : "g_rest";
    rams.push_back({fmt::format("u_rows.g_block[{}].*{}.u_ram.memory", b, block), column, b < 2 ? 2 * half : half,
                    [=](int address, int bit) -> Bit {
                      if (address < half)
                        return address < spins ? Bit(row_bit(address, column * b + bit, row_bits)) : Bit();
                      if (b == 1 || address - half >= spins) return {};
                      return initial_bit(address - half, bit, field_bits);
                    }});
  }
  return rams;
}

// What only the host can write, after every power-up.
[[noreturn]] void refuse_spram(const Configuration& c, const char* what) {
  throw UsageError(fmt::format("the {} of {} on {} are in SPRAM, which has no initial content: only the host can write "
                               "them, after every power-up",
                               what, c.core, c.board),
                   "isinglass hw run loads them, in the second that the line takes");
}

// pbit_lane_cell: present words in the lower half, initial ones in the upper; pbit_lane_rows: banks of 16 bits of a
// block.
std::vector<HostRam> lane_rams(const Configuration& c) {
  if (parameter(c, "MEMORY", 0) == 1) refuse_spram(c, "couplings");
  const int spins = static_cast<int>(c.spins);
  const int field_bits = static_cast<int>(c.field_bits);
  const int lanes = parameter(c, "LANES", 16);
  const int blocks = spins / lanes;
  const int banks = lanes * static_cast<int>(c.weight_bits) / 16;
  std::vector<HostRam> rams;
  for (int k = 0; k < lanes; ++k) {
    rams.push_back(
        {fmt::format("*g_lane[{}].u_cell.*memory", k), field_bits + 1, 2 * blocks, [=](int address, int bit) -> Bit {
           if (address < blocks) return {};
           return initial_bit((address - blocks) * lanes + k, bit, field_bits);
         }});
  }
  for (int k = 0; k < banks; ++k) {
    rams.push_back(
        {fmt::format("*u_rows.g_bank[{}].u_bank.*memory", k), 16, spins * blocks, [=](int address, int bit) -> Bit {
           const auto block = static_cast<std::size_t>(address) * static_cast<std::size_t>(banks / 2);
           return HostBit{3, block + static_cast<std::size_t>(k / 2), 16 * (k % 2) + bit};
         }});
  }
  return rams;
}

std::vector<HostRam> bifurcation_rams(const Configuration& c) {
  const int spins = static_cast<int>(c.spins);
  const int row_bits = spins * static_cast<int>(c.weight_bits);
  const int field_bits = static_cast<int>(c.field_bits);
  const int column = parameter(c, "COLUMN_BITS", 16);
  std::vector<HostRam> rams;
  for (int b = 0; b < row_bits / column; ++b) {
    rams.push_back({fmt::format("u_memory.g_block[{}].u_ram.memory", b), column, spins,
                    [=](int address, int bit) -> Bit { return row_bit(address, column * b + bit, row_bits); }});
  }
  rams.push_back({"u_initial.memory", field_bits + 1, spins,
                  [=](int address, int bit) { return initial_bit(address, bit, field_bits); }});
  return rams;
}

// pbit_sparse_lists: three slots of a row of entries, in memories 4 (two of them) and 5; pointers and initial words.
std::vector<HostRam> sparse_rams(const Configuration& c) {
  if (parameter(c, "MEMORY", 0) == 1) refuse_spram(c, "lists");
  const int spins = static_cast<int>(c.spins);
  const int half = 1 << address_bits(spins);
  std::vector<HostRam> rams;
  rams.push_back({"*u_lists.u_pointers.*memory", 16, 3 * half, [=](int address, int bit) -> Bit {
                    const auto spin = static_cast<std::size_t>(address % half);
                    if (static_cast<int>(spin) >= spins) return {};
                    const int table = address / half;
                    if (table < 2) return HostBit{3, spin, 16 * table + bit};
                    return HostBit{2, spin / 2, 16 * static_cast<int>(spin % 2) + bit};
                  }});
  for (int k = 0; k < 3; ++k) {
    rams.push_back({fmt::format("*u_lists.*g_slot[{}].u_list.*memory", k), 16, static_cast<int>(c.entries / 3),
                    [=](int address, int bit) -> Bit {
                      const auto row = static_cast<std::size_t>(address);
                      if (k < 2) return HostBit{4, row, 16 * k + bit};
                      return HostBit{5, row / 2, 16 * static_cast<int>(row % 2) + bit};
                    }});
  }
  return rams;
}

// pbit_colour_slots: each slot has its words by colour.
std::vector<HostRam> colour_rams(const Configuration& c) {
  if (parameter(c, "SLOT_TABLES", 1) == 1) {
    throw UsageError("the words of this pbit_colour stand in one wide memory, whose parts have no names",
                     "baking is for the configurations with SLOT_TABLES 0");
  }
  const int slots = static_cast<int>(c.graph.at("slots"));
  const int colours = static_cast<int>(c.graph.at("colours"));
  const int width = 1 + static_cast<int>(c.field_bits + c.graph.at("degree") * c.weight_bits);
  const std::size_t parts = std::bit_ceil(static_cast<unsigned>((width + 31) / 32));
  const std::size_t stride = std::bit_ceil(static_cast<unsigned>(slots)) * parts;
  std::vector<HostRam> rams;
  for (int s = 0; s < slots; ++s) {
    rams.push_back({fmt::format("u_slots.g_slot[{}].g_narrow.u_words.memory", s), width, 1 << address_bits(colours),
                    [=](int address, int bit) -> Bit {
                      if (address >= colours) return {};
                      return HostBit{3,
                                     static_cast<std::size_t>(address) * stride + static_cast<std::size_t>(s) * parts +
                                         static_cast<std::size_t>(bit / 32),
                                     bit % 32};
                    }});
  }
  return rams;
}

// memory_match_store, folded: which quarter of which pattern stands at an address of one of the seven banks.
struct Quarter {
  int pattern = 0, quarter = 0;
};
Quarter quarter_at(int bank, int address, int depth) {
  const int first = depth / 4;  // row of the first pattern
  if (bank < 4) {
    // Below depth/4 the bank's own quarter of the patterns in the upper half.
    if (address < first) return Quarter{depth + bank * first + address - first, bank};
    return Quarter{address - first, bank};
  }
  return Quarter{depth + address - first, bank - 4 == address / first ? 3 : bank - 4};
}

std::vector<HostRam> memory_rams(const Configuration& c) {
  const int spins = static_cast<int>(c.spins);
  const int patterns = parameter(c, "PATTERNS", 448);
  const int words = spins / 32;
  const auto pattern_bit = [=](int pattern, int word, int bit) -> Bit {
    if (pattern >= patterns) return {};
    return HostBit{
        3, static_cast<std::size_t>(pattern) * static_cast<std::size_t>(words) + static_cast<std::size_t>(word), bit};
  };
  std::vector<HostRam> rams;
  if (parameter(c, "FOLDED", 1) == 1) {
    const int depth = patterns * 4 / 7;
    for (int w = 0; w < 7 * words / 4; ++w) {
      const int bank = w / (words / 4);
      rams.push_back({fmt::format("u_store.*g_bank[{}].u_ram.memory", w), 32, depth, [=](int address, int bit) -> Bit {
                        const Quarter at = quarter_at(bank, address, depth);
                        return pattern_bit(at.pattern, at.quarter * (words / 4) + w % (words / 4), bit);
                      }});
    }
  } else {
    for (int w = 0; w < words; ++w) {
      rams.push_back({fmt::format("u_store.*g_word[{}].u_ram.memory", w), 32, patterns,
                      [=](int address, int bit) { return pattern_bit(address, w, bit); }});
    }
  }
  rams.push_back({"u_score.u_table.memory", 32, spins, [](int address, int bit) -> Bit {
                    return HostBit{4, static_cast<std::size_t>(address), bit};
                  }});
  return rams;
}

}  // namespace

std::vector<HostRam> host_rams(const Core& core, const Configuration& configuration) {
  if (core.name == "pbit_ring" || core.name == "oscillator_hybrid") return ring_rams(configuration);
  if (core.name == "bifurcation_row") return bifurcation_rams(configuration);
  if (core.name == "pbit_sparse") return sparse_rams(configuration);
  if (core.name == "pbit_colour") return colour_rams(configuration);
  if (core.name == "memory_match") return memory_rams(configuration);
  if (core.name == "pbit_lane") return lane_rams(configuration);
  throw UsageError(fmt::format("where {} has what a host loads is not known", core.name), "isinglass hw run loads it");
}

}  // namespace isinglass::flow
