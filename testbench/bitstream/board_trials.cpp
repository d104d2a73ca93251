// What is asked of a board, in its order.
#include <algorithm>
#include <cmath>

#include "testbench/bitstream/board_examination.hpp"
#include "testbench/ladder/ladder_task.hpp"

namespace isinglass::testbench {
namespace {

constexpr double silence_seconds = 0.02;

AnnealTask planned(const BoardBuild& build, const Problem& problem) {
  const auto& configuration = build.configuration();
  const AnnealCore& core = *find_anneal_core(configuration.core);
  return core.plan(
      problem, Settings(core.names.sampler, core.parameters(),
                        {{"board", configuration.board}, {"weight_bits", std::to_string(configuration.weight_bits)}}));
}

/// Fields of the whole range, so that each bit of the noise decides something at one temperature or another.
Problem strong_fields(RandomStream& random, std::size_t spins) {
  Problem problem;
  for (std::size_t i = 0; i < spins; ++i) problem.fields.push_back(static_cast<double>(random.below(1001)) - 500.0);
  return problem;
}

}  // namespace

BoardExamination::BoardExamination(const BoardBuild& build, const Problem& small, const Problem& large,
                                   std::uint32_t sweeps)
    : words_per_write_(build.configuration().write_words()),
      silence_(static_cast<std::uint64_t>(std::llround(build.configuration().clock_mhz * 1e6 * silence_seconds))) {
  RandomStream random(7, 0, 0);
  registers(random);
  const AnnealTask first = planned(build, small);
  problem(first, random, 6, 3);
  extreme_runs(first, random, 2, 12);
  const AnnealTask strong = planned(build, strong_fields(random, 40));
  problem(strong, random, 4, 1);
  extreme_runs(strong, random, 300, 10);
  refusals(first);
  const AnnealTask second = planned(build, large);
  problem(second, random, sweeps, 4);
  extreme_runs(second, random, 20, 4);
  memory_edges();
  crowd();
  damaged_state(second, random);
  problem(first, random, 40, 2);  // after the large one
  Problem one;                    // no pair, an empty lane, and sweeps of a few clocks each: many of them
  one.fields = {1.0};
  const AnnealTask third = planned(build, one);
  problem(third, random, 20000, 1);
  extreme_runs(third, random, 4, 2);
  Bytes half = encode({1, LinkCommand::read, 0, 1, {}});
  half.resize(4);
  script_.push_back({half, 0, silence_ + 1000, LinkStatus::ok, std::nullopt});
  read(0x07, 1);
}

void BoardExamination::extreme_runs(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps, int runs) {
  const AnnealDevice twin = task.twin();
  for (int k = 0; k < runs; ++k) {
    AnnealRun made = ladder_run(task, random, sweeps);
    made.temperature = random.word() >> random.below(12);
    made.temperature_step =
        k % 2 == 0 ? made.temperature / (made.sweeps + 1) : random.word() >> random.below(16);  // soon 0
    made.reload = true;  // an energy is taken then alone
    offset_ = static_cast<std::int32_t>(random.below(160000)) - 80000;
    run(task, twin, made);
  }
  offset_ = 0;
}

void BoardExamination::registers(RandomStream& random) {
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
  for (int k = 0; k < 12; ++k) {  // each bit beside any other, and beside its neighbours in the choice of a word
    std::vector<std::uint32_t> words(8);
    for (auto& word : words) word = random.word();
    words[0] = random.below(600);  // spins: beyond the core's too
    write(0x07, {random.word()});
    write(0x30, {random.word()});
    for (std::size_t from = 0; from < words.size(); from += words_per_write_) {
      const auto end = std::min(words.size(), from + words_per_write_);
      write(static_cast<std::uint8_t>(settings + from),
            {words.begin() + static_cast<std::ptrdiff_t>(from), words.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    read(settings, 8);
    read(0x07, 1);
    read(0x30, 1);
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
  state(task.load);
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

void BoardExamination::memory_edges() {
  for (std::uint32_t memory = 0; memory < 8; ++memory) {
    for (const std::size_t word : {7, 8, 239, 255, 256, 1023, 1024, 0x8001, 0xFFFF}) {
      memory_place(memory, word);
      read(memory_data, 1);
    }
  }
}

void BoardExamination::crowd() {
  for (int round = 0; round < 2; ++round) {
    read(0x07, 255).hurried = true;  // 1,026 bytes, during which the others wait
    for (int k = 0; k < 71; ++k) read(0x07, 0).hurried = k < 70;
    for (int k = 0; k < 8; ++k) read(0x07, 0);  // the next round begins elsewhere in the queue
  }
}

}  // namespace isinglass::testbench
