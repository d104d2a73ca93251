// Frames of one read, and the comparison of the responses with the twin.
#include "testbench/gate/board_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace isinglass::testbench {
namespace {

// docs/cores/registers.md
constexpr std::uint8_t control = 0x08, status = 0x09, settings = 0x10, results = 0x20, memory_address = 0x30,
                       memory_data = 0x31;
constexpr std::uint32_t memory_spins = 0, memory_best = 1;

class ScriptWriter {
 public:
  explicit ScriptWriter(std::size_t words_per_write) : words_per_write_(words_per_write) {}
  void read(std::uint8_t address, std::size_t count, LinkCommand command = LinkCommand::read) {
    add({sequence_, command, address, static_cast<std::uint8_t>(count), {}});
  }
  /// In as many requests as the link's longest write asks for.
  void write(std::uint8_t address, const std::vector<std::uint32_t>& words, LinkCommand command = LinkCommand::write) {
    for (std::size_t k = 0; k < words.size(); k += words_per_write_) {
      const std::size_t count = std::min(words.size() - k, words_per_write_);
      const auto first = words.begin() + static_cast<std::ptrdiff_t>(k);
      const auto to = static_cast<std::uint8_t>(address + (command == LinkCommand::write ? k : 0));
      add({sequence_,
           command,
           to,
           static_cast<std::uint8_t>(count),
           {first, first + static_cast<std::ptrdiff_t>(count)}});
    }
  }
  void write_memory(std::uint32_t number, const std::vector<std::uint32_t>& words) {
    write(memory_address, {number << 28U});
    write(memory_data, words, LinkCommand::write_fixed);
  }
  void read_memory(std::uint32_t number, std::size_t words) {
    write(memory_address, {number << 28U});
    for (std::size_t k = 0; k < words; k += max_read_words) {
      read(memory_data, std::min(words - k, max_read_words), LinkCommand::read_fixed);
    }
  }
  /// Reads what must be there.
  void expect_memory(std::uint32_t number, const std::vector<std::uint32_t>& words) {
    const std::size_t first = script.size() + 1;
    read_memory(number, words.size());
    auto next = words.begin();
    for (std::size_t k = first; k < script.size(); ++k) {
      script[k].memory.assign(next, next + script[k].request.count);
      next += script[k].request.count;
    }
  }
  void wait(std::uint64_t clocks) { script.back().wait_clocks = clocks; }

  std::vector<Exchange> script;

 private:
  void add(LinkRequest request) {
    script.push_back({std::move(request)});
    ++sequence_;
  }
  std::size_t words_per_write_;
  std::uint8_t sequence_ = 1;
};

// Only those of `words` that hold spins: others say nothing.
void drop_other_bits(std::vector<std::uint32_t>& words, const AnnealLoad& load) {
  const auto used = packed_spins(std::vector<Spin>(static_cast<std::size_t>(load.spins), Spin{1}), load);
  for (std::size_t k = 0; k < words.size() && k < used.size(); ++k) words[k] &= used[k];
}

// ENTRIES as the core tells them.
std::int64_t told_entries(const flow::Configuration& configuration) {
  if (const auto patterns = configuration.parameters.find("PATTERNS"); patterns != configuration.parameters.end())
    return patterns->second;
  return configuration.graph.empty() ? configuration.entries : configuration.spins * configuration.graph.at("degree");
}

std::size_t response_bytes(const LinkRequest& request) {
  const bool writes = request.command == LinkCommand::write || request.command == LinkCommand::write_fixed;
  return 6 + (writes ? 0 : 4 * std::size_t{request.count});
}

// The words of every read of the script, in order, or a sentence about what is wrong with the responses.
std::string collect(const std::string& received, const std::vector<Exchange>& script,
                    std::vector<std::vector<std::uint32_t>>& reads) {
  std::istringstream stream(received);
  ResponseDecoder decoder;
  auto expected = script.begin();
  for (std::string byte; stream >> byte;) {
    if (byte.find_first_not_of("0123456789abcdef") != std::string::npos) {
      return fmt::format("response {} has an undefined byte {}", expected - script.begin(), byte);
    }
    const auto response = decoder.take(static_cast<std::uint8_t>(std::stoul(byte, nullptr, 16)));
    if (!response) continue;
    if (expected == script.end()) return "there are more responses than requests";
    if (response->sequence != expected->request.sequence) return "a response has the wrong sequence number";
    if (response->status != LinkStatus::ok) return "a request was answered: " + to_string(response->status);
    if (!expected->memory.empty()) {
      const auto wrong = std::mismatch(expected->memory.begin(), expected->memory.end(), response->words.begin()).first;
      if (wrong != expected->memory.end()) {
        return fmt::format("word {} of the answer to request {} is not what the problem's memory must hold",
                           wrong - expected->memory.begin(), expected - script.begin());
      }
    } else if (response_bytes(expected->request) > 6) {
      reads.push_back(response->words);
    }
    ++expected;
  }
  if (decoder.damaged_frames() != 0) return "a response was damaged";
  if (expected != script.end()) {
    return fmt::format("only {} of {} requests were answered", expected - script.begin(), script.size());
  }
  return "";
}

}  // namespace

std::vector<std::uint32_t> packed_spins(const std::vector<Spin>& spins, const AnnealLoad& load) {
  std::vector<std::uint32_t> words(spin_words(load), 0);
  for (std::size_t k = 0; k < spins.size(); ++k) {
    const std::size_t bit = load.spin_bits.empty() ? k : static_cast<std::size_t>(load.spin_bits[k]);
    if (spins[k] > 0) words[bit / 32] |= 1U << (bit % 32);
  }
  return words;
}

std::vector<Exchange> board_script(const BoardQuestion& question, std::size_t words_per_write) {
  const auto& [load, baked, shown, run, twin] = question;
  ScriptWriter writer(words_per_write);
  writer.read(0, 8);
  for (const MemoryWords& memory : load.memories) {
    if (baked) {
      writer.expect_memory(memory.memory, memory.words);
    } else {
      writer.write_memory(memory.memory, memory.words);
    }
  }
  for (const MemoryWords& memory : shown) writer.write_memory(memory.memory, memory.words);
  writer.write(settings, {static_cast<std::uint32_t>(load.spins), run.sweeps, static_cast<std::uint32_t>(run.seed),
                          static_cast<std::uint32_t>(run.seed >> 32U), run.temperature, run.temperature_step,
                          static_cast<std::uint32_t>(load.initial_energy),
                          (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U) | (run.metropolis ? 4U : 0U), run.extra[0],
                          run.extra[1], run.extra[2], run.extra[3]});
  writer.write(control, {1});
  writer.wait(twin.cycles + 64);
  writer.read(status, 1);
  writer.read(results, 6);
  writer.read_memory(memory_spins, spin_words(load));
  writer.read_memory(memory_best, spin_words(load));
  return writer.script;
}

std::string script_text(const std::vector<Exchange>& script) {
  std::string text;
  for (const auto& exchange : script) {
    for (const auto byte : encode(exchange.request)) text += fmt::format("S {:02x}\n", byte);
    text += fmt::format("R {:x}\n", response_bytes(exchange.request));
    if (exchange.wait_clocks > 0) text += fmt::format("W {:x}\n", exchange.wait_clocks);
  }
  return text + "E 0\n";
}

std::string first_difference(const std::string& received, const std::vector<Exchange>& script,
                             const flow::Configuration& configuration, const BoardQuestion& question) {
  const AnnealResult& twin = question.twin;
  std::vector<std::vector<std::uint32_t>> reads;
  std::string wrong = collect(received, script, reads);
  if (!wrong.empty()) return wrong;
  const auto compare = [](const char* what, std::uint64_t found, std::uint64_t expected) {
    return found == expected ? "" : fmt::format("{} is {}, the twin says {}\n", what, found, expected);
  };
  const auto& identity = reads.at(0);
  const auto& found_status = reads.at(1);
  const auto& found = reads.at(2);
  std::vector<std::uint32_t> spins, best;
  const auto words = spin_words(question.load);
  for (std::size_t k = 3; k < reads.size(); ++k) {
    auto& target = spins.size() < words ? spins : best;
    target.insert(target.end(), reads[k].begin(), reads[k].end());
  }
  std::string text = compare("ID", identity.at(0), 0x49534E47);
  text += compare("capacity in spins", identity.at(3), static_cast<std::uint64_t>(configuration.spins));
  text += compare("capacity in entries", identity.at(4), static_cast<std::uint64_t>(told_entries(configuration)));
  text += compare("clock", identity.at(6), static_cast<std::uint64_t>(std::llround(configuration.clock_mhz * 1e6)));
  text += compare("status", found_status.at(0), twin.overflow ? 6 : 2);
  text += compare("energy", found.at(0), static_cast<std::uint32_t>(twin.energy));
  text += compare("best energy", found.at(1), static_cast<std::uint32_t>(twin.best_energy));
  text += compare("cycles", found.at(2) | (std::uint64_t{found.at(3)} << 32U), twin.cycles);
  text += compare("flips", found.at(4), twin.flips);
  text += compare("sweeps", found.at(5), twin.sweeps);
  drop_other_bits(spins, question.load);
  drop_other_bits(best, question.load);
  if (spins != packed_spins(twin.spins, question.load)) text += "the spins differ from the twin's\n";
  if (best != packed_spins(twin.best_spins, question.load)) text += "the best spins differ from the twin's\n";
  return text;
}

}  // namespace isinglass::testbench
