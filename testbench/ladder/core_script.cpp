// Writes script lines.
#include "testbench/ladder/core_script.hpp"

#include <fmt/format.h>

#include <array>

#include "hw/host/registers.hpp"

namespace isinglass::testbench {
namespace {

std::vector<std::uint32_t> packed(const std::vector<Spin>& spins, const AnnealLoad& load) {
  std::vector<std::uint32_t> words(spin_words(load));
  for (std::size_t k = 0; k < spins.size(); ++k) {
    const std::size_t bit = load.spin_bits.empty() ? k : static_cast<std::size_t>(load.spin_bits[k]);
    if (spins[k] > 0) words[bit / 32] |= 1U << (bit % 32);
  }
  return words;
}

}  // namespace

void CoreScript::add(int op, std::uint32_t address, std::uint32_t data) {
  text_ += fmt::format("{:02x}{:02x}{:08x}\n", op, address, data);
}

void CoreScript::memory(std::uint32_t number, const std::vector<std::uint32_t>& words, bool expected) {
  write(0x30, number << 28U);
  for (const std::uint32_t word : words) add(expected ? 1 : 0, 0x31, word);
}

void CoreScript::load(const AnnealLoad& load) {
  loaded_ = load;
  write(0x10, static_cast<std::uint32_t>(load.spins));
  write(0x16, static_cast<std::uint32_t>(load.initial_energy));
  for (const MemoryWords& words : load.memories) memory(words.memory, words.words, false);
}

void CoreScript::expect_identity(const flow::Configuration& configuration, std::uint32_t number) {
  expect(0x00, 0x49534E47);
  expect(0x01, 0x00010000);
  expect(0x02, number);
  expect(0x03, static_cast<std::uint32_t>(configuration.spins));
  expect(0x04, static_cast<std::uint32_t>(configuration.entries));
  write(0x07, 0xC0FFEE42);
  expect(0x07, 0xC0FFEE42);
  expect(0x40, 0);
  write(0x08, 1);  // nothing is loaded: refused
  expect(0x09, 8);
}

void CoreScript::expect_load(const AnnealLoad& load) {
  for (const MemoryWords& words : load.memories) memory(words.memory, words.words, true);
}

void CoreScript::begin(const AnnealRun& run) {
  const std::array<std::uint32_t, 5> settings = {run.sweeps, static_cast<std::uint32_t>(run.seed),
                                                 static_cast<std::uint32_t>(run.seed >> 32U), run.temperature,
                                                 run.temperature_step};
  for (std::uint32_t k = 0; k < settings.size(); ++k) write(0x11 + k, settings[k]);
  write(0x17, (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U) | (run.metropolis ? 4U : 0U));
  for (std::uint32_t k = 0; k < run.extra.size(); ++k) write(0x18 + k, run.extra[k]);
  write(0x08, 1);
}

void CoreScript::expect_result(const AnnealResult& twin, std::uint32_t status) {
  add(2, 0, static_cast<std::uint32_t>(twin.cycles) + 64);
  expect(0x09, status | (twin.overflow ? 6U : 2U));
  expect(0x20, static_cast<std::uint32_t>(twin.energy));
  expect(0x21, static_cast<std::uint32_t>(twin.best_energy));
  expect(0x22, static_cast<std::uint32_t>(twin.cycles));
  expect(0x23, static_cast<std::uint32_t>(twin.cycles >> 32U));
  expect(0x24, twin.flips);
  expect(0x25, twin.sweeps);
  expect_spins(0, twin.spins);
  expect_spins(1, twin.best_spins);
}

void CoreScript::expect_spins(std::uint32_t number, const std::vector<Spin>& spins) {
  std::vector<std::uint32_t> words = packed(spins, loaded_);
  const int more = loaded_.core == core_memory_match ? loaded_.spins % 32 : 0;
  if (more == 0) return memory(number, words, true);
  const std::uint32_t last = words.back();
  words.pop_back();
  memory(number, words, true);
  add(0x20 + more, 0x31, last);  // this core's state says nothing beyond its spins
}

void CoreScript::run_and_expect(const AnnealRun& run, const AnnealResult& twin) {
  begin(run);
  expect_result(twin, 0);
}

void CoreScript::write_beyond(const AnnealLoad& load) {
  for (const MemoryWords& words : load.memories) {
    const auto place = words.memory << 28U | static_cast<std::uint32_t>(words.words.size());
    write(0x30, place - 1);
    write(0x31, words.words.back());
    write(0x31, 0x12345678U);  // the port has just been at the last word
    write(0x30, place);
    write(0x31, 0x12345678U);
    write(0x30, place);
    show(0x31);
  }
  for (const std::uint32_t spins : {0U, 1U}) {
    write(0x30, spins << 28U | static_cast<std::uint32_t>(spin_words(load)));
    for (int k = 0; k < 3; ++k) show(0x31);
  }
}

void CoreScript::show_memory(std::uint32_t number, int words) {
  write(0x30, number << 28U);
  for (int k = 0; k < words; ++k) show(0x31);
}

void CoreScript::abort_and_show(const AnnealRun& run) {
  begin(run);
  write(0x08, 2);
  add(2, 0, 20000);
  for (const std::uint32_t address : {0x09U, 0x20U, 0x21U, 0x22U, 0x24U, 0x25U}) show(address);
}

void CoreScript::refuse_while_busy(const AnnealRun& run, const AnnealResult& twin) {
  begin(run);
  write(0x12, ~static_cast<std::uint32_t>(run.seed));
  expect_result(twin, 8);
  expect(0x12, static_cast<std::uint32_t>(run.seed));
}

}  // namespace isinglass::testbench
