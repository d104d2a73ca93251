// Frames, and what the twin makes of them.
#include "testbench/bitstream/board_examination.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "testbench/ladder/ladder_task.hpp"

namespace isinglass::testbench {
namespace {

// docs/cores/registers.md
constexpr std::uint8_t control = 0x08, status = 0x09, settings = 0x10, seed_register = 0x12, results = 0x20,
                       memory_address = 0x30, memory_data = 0x31;
constexpr std::uint32_t start = 1, abort_run = 2;
constexpr double silence_seconds = 0.02;

AnnealTask planned(const BoardBuild& build, const Problem& problem) {
  const auto& configuration = build.configuration();
  const AnnealCore& core = *find_anneal_core(configuration.core);
  return core.plan(
      problem, Settings(core.names.sampler, core.parameters(),
                        {{"board", configuration.board}, {"weight_bits", std::to_string(configuration.weight_bits)}}));
}

}  // namespace

BoardExamination::BoardExamination(const BoardBuild& build, const Problem& small, const Problem& large,
                                   std::uint32_t sweeps)
    : words_per_write_(build.configuration().write_words()),
      silence_(static_cast<std::uint64_t>(std::llround(build.configuration().clock_mhz * 1e6 * silence_seconds))) {
  RandomStream random(7, 0, 0);
  registers();
  const AnnealTask first = planned(build, small);
  problem(first, random, 6, 3);
  refusals(first);
  const AnnealTask second = planned(build, large);
  problem(second, random, sweeps, 4);
  damaged_state(second, random);
  problem(first, random, 40, 2);  // after the large one
  Bytes half = encode({1, LinkCommand::read, 0, 1, {}});
  half.resize(4);
  script_.push_back({half, 0, silence_ + 1000, LinkStatus::ok, std::nullopt});
  read(0x07, 1);
}

BoardExamination::Asked& BoardExamination::write(std::uint8_t address, const std::vector<std::uint32_t>& words,
                                                 LinkCommand command) {
  script_.push_back({encode({++sequence_, command, address, static_cast<std::uint8_t>(words.size()), words})});
  return script_.back();
}

BoardExamination::Asked& BoardExamination::read(std::uint8_t address, std::size_t count, LinkCommand command) {
  script_.push_back({encode({++sequence_, command, address, static_cast<std::uint8_t>(count), {}}), 6 + 4 * count});
  return script_.back();
}

BoardExamination::Asked& BoardExamination::wrong(const LinkRequest& request, LinkStatus status, std::uint8_t damage) {
  Bytes frame = encode(request);
  frame.back() ^= damage;
  script_.push_back({frame, 6, 0, status});
  return script_.back();
}

void BoardExamination::memory_place(std::uint32_t number, std::size_t word) {
  write(memory_address, {number << 28U | static_cast<std::uint32_t>(word)});
}

void BoardExamination::load(const AnnealLoad& load) {
  for (const MemoryWords& memory : load.memories) {
    memory_place(memory.memory, 0);
    for (std::size_t k = 0; k < memory.words.size(); k += words_per_write_) {
      const auto end = std::min(memory.words.size(), k + words_per_write_);
      write(memory_data,
            {memory.words.begin() + static_cast<std::ptrdiff_t>(k),
             memory.words.begin() + static_cast<std::ptrdiff_t>(end)},
            LinkCommand::write_fixed);
    }
  }
}

void BoardExamination::read_back(const AnnealLoad& load) {
  for (const MemoryWords& memory : load.memories) {
    const auto& words = memory.words;
    for (std::size_t k = 0; k < words.size(); k += 64) {
      const std::size_t from = k + 64 >= words.size() ? words.size() - std::min<std::size_t>(8, words.size()) : k;
      const std::size_t count = std::min<std::size_t>(8, words.size() - from);
      memory_place(memory.memory, from);
      read(memory_data, count, LinkCommand::read_fixed).words = std::vector<std::uint32_t>(
          words.begin() + static_cast<std::ptrdiff_t>(from), words.begin() + static_cast<std::ptrdiff_t>(from + count));
    }
  }
}

void BoardExamination::spins(std::uint32_t memory, const std::vector<Spin>& spins, const AnnealLoad& load) {
  memory_place(memory, 0);
  Asked& asked = read(memory_data, spin_words(load), LinkCommand::read_fixed);
  asked.words = packed_spins(spins, load);
  asked.mask = packed_spins(std::vector<Spin>(static_cast<std::size_t>(load.spins), Spin{1}), load);
}

void BoardExamination::begin(const AnnealLoad& load, const AnnealRun& run) {
  const std::vector<std::uint32_t> words = {
      static_cast<std::uint32_t>(load.spins),
      run.sweeps,
      static_cast<std::uint32_t>(run.seed),
      static_cast<std::uint32_t>(run.seed >> 32U),
      run.temperature,
      run.temperature_step,
      static_cast<std::uint32_t>(load.initial_energy),
      (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U) | (run.metropolis ? 4U : 0U),
      run.extra[0],
      run.extra[1],
      run.extra[2],
      run.extra[3]};
  for (std::size_t k = 0; k < words.size(); k += words_per_write_) {
    const auto end = std::min(words.size(), k + words_per_write_);
    write(static_cast<std::uint8_t>(settings + k),
          {words.begin() + static_cast<std::ptrdiff_t>(k), words.begin() + static_cast<std::ptrdiff_t>(end)});
  }
  write(control, {start});
}

void BoardExamination::run(const AnnealTask& task, const AnnealDevice& twin, const AnnealRun& run) {
  const AnnealResult expected = twin(run, {});
  begin(task.load, run);
  script_.back().wait = expected.cycles + 64;
  read(status, 1).words = {expected.overflow ? 6U : 2U};
  read(results, 6).words = {static_cast<std::uint32_t>(expected.energy),
                            static_cast<std::uint32_t>(expected.best_energy),
                            static_cast<std::uint32_t>(expected.cycles),
                            static_cast<std::uint32_t>(expected.cycles >> 32U),
                            expected.flips,
                            expected.sweeps};
  spins(0, expected.spins, task.load);
  spins(1, expected.best_spins, task.load);
}

void BoardExamination::registers() {
  read(0, 8);
  write(control, {start});  // nothing is loaded: refused
  read(status, 1).words = {8};
  for (const std::uint32_t pattern : {0xA5C3F00FU, 0x5A3C0FF0U}) {
    for (const std::uint8_t address :
         {0x07, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x30})
      write(address, {pattern >> (address % 4U)});
    for (const std::uint8_t first : {0x00, 0x08, 0x10, 0x18, 0x20, 0x28}) read(first, 8);
    read(0x30, 1);
    read(0x40, 8);
  }
}

void BoardExamination::refusals(const AnnealTask& task) {
  AnnealRun run = task.plan.run;
  run.sweeps = 0xFFFFFF;
  begin(task.load, run);
  write(seed_register, {0xDEADBEEF});
  memory_place(0, 0);
  read(memory_data, 2, LinkCommand::read_fixed).words = {0, 0};
  read(status, 1).words = {9};
  write(control, {start});  // busy
  write(control, {abort_run}).wait = 20000;
  read(seed_register, 1).words = {static_cast<std::uint32_t>(run.seed)};
  read(status, 1);
  read(results, 6);
  write(settings, {0xFFFF});  // more spins than there are
  read(settings, 1).words = {0};
  write(control, {start});
  read(status, 1);
  wrong({++sequence_, LinkCommand::write, 0x07, 1, {0x12345678}}, LinkStatus::bad_crc, 0x10);
  wrong({++sequence_, LinkCommand::read, 0x07, 1, {}}, LinkStatus::bad_crc, 1);
  wrong({++sequence_, static_cast<LinkCommand>(0x41), 0x07, 1, {}}, LinkStatus::bad_command);
  wrong({++sequence_, static_cast<LinkCommand>(0x06), 0x07, 1, {0x12345678}}, LinkStatus::bad_command);
  const std::size_t many = words_per_write_ + 1;
  wrong({++sequence_, LinkCommand::write, 0x07, static_cast<std::uint8_t>(many), std::vector<std::uint32_t>(many, 5)},
        LinkStatus::bad_length);
  read(0x07, 1);
  script_.push_back({{0x00, 0xFF, 0xA5}, 0});  // no frame
  read(0x07, 0);
}

void BoardExamination::problem(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps, int runs) {
  load(task.load);
  read_back(task.load);
  const AnnealDevice twin = task.twin();
  for (int k = 0; k < runs; ++k) {
    AnnealRun made = ladder_run(task, random, sweeps);
    if (k == 0) {
      made.sweeps = sweeps;
      made.reload = true;
    }
    run(task, twin, made);
  }
  read_back(task.load);
}

void BoardExamination::damaged_state(const AnnealTask& task, RandomStream& random) {
  for (const MemoryWords& memory : task.load.memories) {
    memory_place(memory.memory, 0);
    for (std::size_t k = 0; k < std::min<std::size_t>(memory.words.size(), 64); ++k)
      write(memory_data, {memory.words[k] ^ random.word()}, LinkCommand::write_fixed);
    memory_place(memory.memory, 0);
    read(memory_data, std::min<std::size_t>(memory.words.size(), 64), LinkCommand::read_fixed);
    AnnealRun made = ladder_run(task, random, 20);
    made.reload = true;
    begin(task.load, made);
    script_.back().wait = 30000;
    read(status, 1);
    read(results, 6);
    write(control, {abort_run}).wait = 20000;
    read(memory_data, 4, LinkCommand::read_fixed);
  }
}

std::string BoardExamination::text() const {
  std::string text;
  for (const auto& asked : script_) {
    for (const auto byte : asked.frame) text += fmt::format("S {:02x}\n", byte);
    text += fmt::format("R {:x}\n", asked.answer);
    if (asked.wait > 0) text += fmt::format("W {:x}\n", asked.wait);
  }
  return text + "E 0\n";
}

std::string BoardExamination::difference(const std::string& received) const {
  std::istringstream stream(received);
  ResponseDecoder decoder;
  std::size_t at = 0;
  for (std::string byte; stream >> byte;) {
    const auto response = decoder.take(static_cast<std::uint8_t>(std::stoul(byte, nullptr, 16)));
    if (!response) continue;
    while (at < script_.size() && script_[at].answer == 0) ++at;
    if (at == script_.size()) return "there are more responses than requests";
    const Asked& asked = script_[at];
    const std::string which = fmt::format("request {} (register {:02x}): ", at, asked.frame[3]);
    ++at;
    if (response->sequence != asked.frame[1]) return which + "wrong sequence number";
    if (response->status != asked.status) return which + "answered: " + to_string(response->status);
    if (!asked.words) continue;
    for (std::size_t k = 0; k < asked.words->size(); ++k) {
      const std::uint32_t mask = asked.mask.empty() ? ~0U : asked.mask[k];
      if (((response->words.at(k) ^ (*asked.words)[k]) & mask) != 0) {
        return which + fmt::format("word {} is {:08x}, the twin says {:08x}", k, response->words[k], (*asked.words)[k]);
      }
    }
  }
  while (at < script_.size() && script_[at].answer == 0) ++at;
  if (decoder.damaged_frames() != 0) return "a response was damaged";
  return at == script_.size() ? "" : fmt::format("only {} of {} requests were answered", at, script_.size());
}

}  // namespace isinglass::testbench
