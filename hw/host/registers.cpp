// Tells what core stands behind a transport, in clear sentences when it is not the one expected.
#include "hw/host/registers.hpp"

#include <fmt/format.h>

namespace isinglass {

CoreIdentity decode_identity(const std::array<std::uint32_t, 7>& registers, std::uint32_t wanted,
                             const std::string& where) {
  constexpr std::uint32_t known_major = 1;
  if (registers[0] != isinglass_id) {
    throw DoubtError(fmt::format("{} is no Isinglass core: its ID register reads 0x{:08X}, not 0x{:08X}", where,
                                 registers[0], isinglass_id),
                     "load the bitstream first (isinglass hw program), and check the baud rate");
  }
  CoreIdentity identity;
  identity.major = registers[1] >> 16U;
  identity.minor = registers[1] & 0xFFFFU;
  identity.core = registers[2];
  if (identity.major != known_major) {
    throw DoubtError(fmt::format("{} has register map version {}.{}; this program knows version {}", where,
                                 identity.major, identity.minor, known_major),
                     "build the bitstream with the same version of isinglass");
  }
  if (identity.core != wanted) {
    throw DoubtError(fmt::format("{} holds core number {}, not {}", where, identity.core, wanted),
                     "load the bitstream of the other core");
  }
  identity.spins = static_cast<std::int32_t>(registers[3]);
  identity.entries = static_cast<std::int32_t>(registers[4]);
  identity.weight_bits = static_cast<int>(registers[5] & 0xFFU);
  identity.field_bits = static_cast<int>(registers[5] >> 8U & 0xFFU);
  identity.noise_bits = static_cast<int>(registers[5] >> 16U & 0xFFU);
  identity.clock_hz = registers[6];
  return identity;
}

void compare_graph(std::uint32_t found, std::uint32_t wanted, const std::string& where) {
  if (found == wanted) return;
  throw InputError(fmt::format("{} is made for another graph: its fingerprint is {:08X}, the problem's {:08X}", where,
                               found, wanted),
                   "isinglass hw build --graph FILE makes a core for the problem's graph; the twin answers for any");
}

}  // namespace isinglass
