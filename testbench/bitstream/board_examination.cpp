// The frames of an examination, and what the twin makes of them.
#include "testbench/bitstream/board_examination.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace isinglass::testbench {
BoardExamination::Asked& BoardExamination::write(std::uint8_t address, const std::vector<std::uint32_t>& words,
                                                 LinkCommand command) {
  script_.push_back({encode({++sequence_, command, address, static_cast<std::uint8_t>(words.size()), words})});
  return script_.back();
}

BoardExamination::Asked& BoardExamination::read(std::uint8_t address, std::size_t count, LinkCommand command) {
  script_.push_back({encode({++sequence_, command, address, static_cast<std::uint8_t>(count), {}}), 6 + 4 * count});
  return script_.back();
}

BoardExamination::Asked& BoardExamination::wrong(const LinkRequest& request, LinkStatus expected, std::uint8_t damage) {
  Bytes frame = encode(request);
  frame.back() ^= damage;
  script_.push_back({frame, 6, 0, expected});
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

void BoardExamination::state(const AnnealLoad& load) {
  const auto spins = static_cast<std::size_t>(load.spins);
  const std::size_t count = std::min<std::size_t>(spins, 16);
  for (const std::size_t from : {std::size_t{0}, spins - count}) {
    memory_place(state_memory, from);
    read(memory_data, count, LinkCommand::read_fixed);
  }
}

void BoardExamination::begin(const AnnealLoad& load, const AnnealRun& run) {
  const std::vector<std::uint32_t> words = {
      static_cast<std::uint32_t>(load.spins),
      run.sweeps,
      static_cast<std::uint32_t>(run.seed),
      static_cast<std::uint32_t>(run.seed >> 32U),
      run.temperature,
      run.temperature_step,
      static_cast<std::uint32_t>(load.initial_energy + offset_),
      (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U) | (run.metropolis ? 4U : 0U),
      run.extra[0],
      run.extra[1],
      run.extra[2],
      run.extra[3]};
  // To write the number of spins makes the present state void: a run that goes on from it leaves the number alone.
  for (std::size_t k = run.reload ? 0 : 1; k < words.size(); k += words_per_write_) {
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
  read(results, 6).words = {static_cast<std::uint32_t>(expected.energy + offset_),
                            static_cast<std::uint32_t>(expected.best_energy + offset_),
                            static_cast<std::uint32_t>(expected.cycles),
                            static_cast<std::uint32_t>(expected.cycles >> 32U),
                            expected.flips,
                            expected.sweeps};
  spins(0, expected.spins, task.load);
  spins(1, expected.best_spins, task.load);
}

std::string BoardExamination::text() const {
  std::string text;
  std::size_t owed = 0;
  for (const auto& asked : script_) {
    for (const auto byte : asked.frame) text += fmt::format("S {:02x}\n", byte);
    owed += asked.answer;
    if (asked.hurried) continue;
    text += fmt::format("R {:x}\n", std::exchange(owed, 0));
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
