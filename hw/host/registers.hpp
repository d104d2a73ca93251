// The part of the register map that all cores share (docs/cores/registers.md), and the identity of a core read from
// it.
#pragma once

#include <array>

#include "hw/host/transport.hpp"

namespace isinglass {

namespace reg {
inline constexpr std::uint8_t id = 0x00;
inline constexpr std::uint8_t scratch = 0x07;
inline constexpr std::uint8_t control = 0x08;
inline constexpr std::uint8_t status = 0x09;
inline constexpr std::uint8_t graph = 0x0A;
inline constexpr std::uint8_t spin_count = 0x10;
inline constexpr std::uint8_t sweeps = 0x11;  // then SEED … SETTING_3
inline constexpr std::uint8_t energy = 0x20;
inline constexpr std::uint8_t mem_addr = 0x30;
inline constexpr std::uint8_t mem_data = 0x31;
}  // namespace reg

inline constexpr std::uint32_t isinglass_id = 0x49534E47;  ///< "ISNG"
inline constexpr std::uint32_t core_pbit_sparse = 1;
inline constexpr std::uint32_t core_pbit_ring = 2;
inline constexpr std::uint32_t core_pbit_lane = 3;
inline constexpr std::uint32_t core_bifurcation_row = 4;
inline constexpr std::uint32_t core_oscillator_hybrid = 5;
inline constexpr std::uint32_t core_memory_match = 6;
inline constexpr std::uint32_t core_pbit_colour = 7;

/// What a core says about itself: registers 0x00 to 0x06.
struct CoreIdentity {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t core = 0;
  std::int32_t spins = 0;    ///< capacity
  std::int32_t entries = 0;  ///< capacity in directed neighbour entries
  int weight_bits = 0;
  int field_bits = 0;
  int noise_bits = 0;
  double clock_hz = 0.0;
  friend bool operator==(const CoreIdentity&, const CoreIdentity&) = default;
};

/// Reads the registers' meaning; DoubtError (naming `where`) when there is no Isinglass core, its register map is of
/// another major version, or it is not the core `wanted`.
CoreIdentity decode_identity(const std::array<std::uint32_t, 7>& registers, std::uint32_t wanted,
                             const std::string& where);

/// InputError, naming `where`, when the fingerprint of the graph that a core is made for is not the one wanted.
void compare_graph(std::uint32_t found, std::uint32_t wanted, const std::string& where);

template <Transport T>
CoreIdentity identify(T& transport, std::uint32_t wanted) {
  std::array<std::uint32_t, 7> registers{};
  transport.read(reg::id, Addressing::counting, registers);
  return decode_identity(registers, wanted, transport.describe());
}

template <Transport T>
std::uint32_t read_register(T& transport, std::uint8_t address) {
  std::uint32_t value = 0;
  transport.read(address, Addressing::counting, std::span(&value, 1));
  return value;
}

template <Transport T>
void write_register(T& transport, std::uint8_t address, std::uint32_t value) {
  transport.write(address, Addressing::counting, std::span(&value, 1));
}

template <Transport T>
void check_graph(T& transport, std::uint32_t wanted) {
  if (read_register(transport, reg::graph) == wanted) return;
  compare_graph(read_register(transport, reg::graph), wanted, transport.describe());  // the line may have been wrong
}

namespace detail {

/// One transfer through the memory window from word `first` on, resumed at the first word not known to be done.
template <Transport T, class Words, class Move>
void through_window(T& transport, std::uint32_t memory, std::size_t first, Words words, const Move& move) {
  constexpr int attempts = 4;
  std::size_t at = 0;
  for (int failures = 0; at < words.size();) {
    write_register(transport, reg::mem_addr, memory << 28U | static_cast<std::uint32_t>(first + at));
    try {
      move(words.subspan(at));
      return;
    } catch (const TransferError& error) {
      failures = error.words_done == 0 ? failures + 1 : 0;
      at += error.words_done;
      if (failures >= attempts) throw;
    }
  }
}

}  // namespace detail

/// Writes `words` to a memory of the core from its word `first` on.
template <Transport T>
void write_memory(T& transport, std::uint32_t memory, std::span<const std::uint32_t> words, std::size_t first = 0) {
  detail::through_window(transport, memory, first, words, [&](std::span<const std::uint32_t> part) {
    transport.write(reg::mem_data, Addressing::fixed, part);
  });
}

/// Reads `words.size()` words of a memory of the core from its word `first` on.
template <Transport T>
void read_memory(T& transport, std::uint32_t memory, std::span<std::uint32_t> words, std::size_t first = 0) {
  detail::through_window(transport, memory, first, words, [&](std::span<std::uint32_t> part) {
    transport.read(reg::mem_data, Addressing::fixed, part);
  });
}

}  // namespace isinglass
