// Plays a script of register accesses (core_script.hpp) against a Verilated core, whose class is Vcore, and shows every
// flip with its clock and energy: play_core FILE. As core_script.v does in Icarus, and faster.
#include <Vcore.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "testbench/rtl/core_bench.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream script(argv[1]);
  isinglass::CoreBench<Vcore> bench;
  bench.record_flips = true;
  std::string line;
  int errors = 0;
  for (int at = 0; std::getline(script, line); ++at) {
    const auto word = std::stoull(line, nullptr, 16);
    const auto op = static_cast<unsigned>(word >> 40U);
    const auto address = static_cast<std::uint32_t>(word >> 32U & 0xFFU);
    const auto data = static_cast<std::uint32_t>(word);
    if (op == 3) {
      if (errors == 0) std::printf("PASS after %d script words\n", at);
      return errors == 0 ? 0 : 1;
    }
    if (op == 0) {
      if (address == 8) bench.flips.clear();
      bench.write(address, data);
    } else if (op == 1) {
      const std::uint32_t found = bench.read(address);
      if (found != data && ++errors < 10)
        std::printf("script word %d: register %02x is %08x, expected %08x\n", at, address, found, data);
    } else if (op == 2) {
      bench.wait();
      for (const auto& [clock, energy] : bench.flips)
        std::printf("flip at %llu to %d\n", static_cast<unsigned long long>(clock), energy);
    } else {
      std::printf("script word %d: no such op\n", at);
      return 2;
    }
  }
  std::printf("the script has no end\n");
  return 2;
}
