// Counts frames in the place of a line.
#include "hw/host/load_line.hpp"

#include <algorithm>

#include "hw/host/anneal_session.hpp"
#include "hw/host/frame.hpp"
#include "hw/host/registers.hpp"

namespace isinglass {
namespace {

constexpr std::int64_t request_bytes = 7;   // around the words: mark, sequence, command, address, count, CRC
constexpr std::int64_t response_bytes = 6;  // likewise: mark, sequence, status, count, CRC
constexpr std::int64_t word_bytes = 4;

/// A transport that only counts.
class CountingLine {
 public:
  explicit CountingLine(std::size_t write_words) : write_words_(write_words) {}

  void write(std::uint8_t, Addressing, std::span<const std::uint32_t> words) {
    const std::int64_t count = frames(words.size(), write_words_);
    bytes.out += request_bytes * count + word_bytes * std::ssize(words);
    bytes.back += response_bytes * count;
  }
  void read(std::uint8_t, Addressing, std::span<std::uint32_t> words) {
    const std::int64_t count = frames(words.size(), max_read_words);
    bytes.out += request_bytes * count;
    bytes.back += response_bytes * count + word_bytes * std::ssize(words);
  }
  void pause(double) {}
  [[nodiscard]] std::string describe() const { return "a line"; }

  LineBytes bytes;

 private:
  static std::int64_t frames(std::size_t words, std::size_t most) {
    return static_cast<std::int64_t>((words + most - 1) / most);
  }
  std::size_t write_words_;
};

}  // namespace

LoadOnLine load_on_line(const AnnealLoad& load, std::size_t write_words) {
  CountingLine writing(write_words);
  CountingLine reading(write_words);
  if (load.graph != 0) read_register(writing, reg::graph);
  write_register(writing, reg::scratch, 0);
  write_register(writing, reg::spin_count, 0);
  for (const auto& [memory, words] : load.memories) {
    for (std::size_t at = 0; at < words.size(); at += load_chunk_words) {
      std::vector<std::uint32_t> chunk(std::min(load_chunk_words, words.size() - at));
      write_memory(writing, memory, std::span<const std::uint32_t>(chunk), at);
      read_memory(reading, memory, std::span(chunk), at);
    }
  }
  return {writing.bytes, reading.bytes};
}

double line_seconds(const LineBytes& bytes, double baud, bool ahead) {
  const std::int64_t busy = ahead ? std::max(bytes.out, bytes.back) : bytes.out + bytes.back;
  return 10.0 * static_cast<double>(busy) / baud;
}

}  // namespace isinglass
