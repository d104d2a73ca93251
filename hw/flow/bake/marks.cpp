// Makes marks and contents.
#include "hw/flow/bake/marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace isinglass::flow {
namespace {

// FNV-1a over the name: where a memory's sequence begins.
std::uint64_t seed_of(const std::string& name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  return hash;
}

// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014).
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

// Fills words `first` to `last` of one bit.
void fill(RamBits& bits, int bit, int first, int last, std::uint64_t& state) {
  std::uint64_t draw = 0;
  for (int address = first; address < last; ++address) {
    if ((address - first) % 64 == 0) draw = next_random(state);
    bits.set(address, bit, ((draw >> static_cast<unsigned>((address - first) % 64)) & 1U) != 0);
  }
}

// Yosys' constant of a whole memory, word 0 in its lowest bits.
std::string constant(const HostRam& ram, const RamBits& content) {
  std::string digits;
  int nibble = 0;
  const int bits = ram.width * ram.depth;
  for (int k = bits - 1; k >= 0; --k) {
    nibble = 2 * nibble + (content.get(k / ram.width, k % ram.width) ? 1 : 0);
    if (k % 4 != 0) continue;
    digits += "0123456789abcdef"[nibble];
    nibble = 0;
  }
  return fmt::format("{}'h{}", bits, digits);
}

// Brackets have a meaning of their own in yosys' patterns.
std::string pattern_of(std::string name) {
  std::replace(name.begin(), name.end(), '[', '?');
  std::replace(name.begin(), name.end(), ']', '?');
  return "top/*core_u." + name;
}

const MemoryWords* find_memory(const std::vector<MemoryWords>& memories, std::uint32_t number) {
  const auto found = std::find_if(memories.begin(), memories.end(), [&](const auto& m) { return m.memory == number; });
  return found == memories.end() ? nullptr : &*found;
}

}  // namespace

RamBits::RamBits(int width, int depth)
    : width_(width), depth_(depth), bits_(static_cast<std::size_t>(width) * static_cast<std::size_t>(depth)) {}

std::vector<RamColumn> RamBits::columns(int stride) const {
  const int span = 256 * stride;  // addresses of a block
  const int blocks = (depth_ + span - 1) / span;
  std::vector<RamColumn> columns(static_cast<std::size_t>(blocks * stride * width_));
  for (int address = 0; address < depth_; ++address) {
    const int first = (address / span * stride + address % stride) * width_;
    for (int bit = 0; bit < width_; ++bit) {
      columns[static_cast<std::size_t>(first + bit)][static_cast<std::size_t>(address % span / stride)] =
          get(address, bit);
    }
  }
  return columns;
}

std::vector<RamBits> marks_of(const std::vector<HostRam>& rams) {
  std::vector<RamBits> marks;
  std::unordered_set<RamColumn> seen{RamColumn()};
  for (const HostRam& ram : rams) {
    std::uint64_t state = seed_of(ram.name);
    RamBits& mark = marks.emplace_back(ram.width, ram.depth);
    // Few words make few patterns: those that are taken are drawn again.
    for (int first = 0; first < ram.depth; first += 256) {
      for (int bit = 0; bit < ram.width; ++bit) {
        const auto column = static_cast<std::size_t>(first / 256 * ram.width + bit);
        do {
          fill(mark, bit, first, std::min(first + 256, ram.depth), state);
        } while (!seen.insert(mark.columns(1)[column]).second);
      }
    }
  }
  return marks;
}

std::string mark_commands(const std::vector<HostRam>& rams) {
  const auto marks = marks_of(rams);
  std::string text;
  for (std::size_t k = 0; k < rams.size(); ++k) {
    const std::string cell = pattern_of(rams[k].name);
    text += fmt::format("select -assert-count 1 {} t:$mem_v2 %i r:WIDTH={} %i r:SIZE={} %i\nsetparam -set INIT {} {}\n",
                        cell, rams[k].width, rams[k].depth, constant(rams[k], marks[k]), cell);
  }
  return text;
}

std::vector<RamBits> contents_of(const std::vector<HostRam>& rams, const std::vector<MemoryWords>& memories) {
  std::vector<RamBits> contents;
  for (const HostRam& ram : rams) {
    RamBits& content = contents.emplace_back(ram.width, ram.depth);
    for (int address = 0; address < ram.depth; ++address) {
      for (int bit = 0; bit < ram.width; ++bit) {
        const auto from = ram.holds(address, bit);
        const MemoryWords* memory = from ? find_memory(memories, from->memory) : nullptr;
        if (memory == nullptr || from->word >= memory->words.size()) continue;
        content.set(address, bit, ((memory->words[from->word] >> static_cast<unsigned>(from->bit)) & 1U) != 0);
      }
    }
  }
  return contents;
}

}  // namespace isinglass::flow
