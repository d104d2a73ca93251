// Marks: initial contents by which the bits of a core's memories are found again in a placed design. Every column of
// 256 words of one bit gets a pattern that no other column has, as in Project IceStorm's icebram.
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "hw/flow/bake/host_rams.hpp"
#include "hw/host/anneal_load.hpp"

namespace isinglass::flow {

/// One bit of 256 words in succession: what one of the 16 columns of an iCE40 block holds.
using RamColumn = std::bitset<256>;

/// The content of a memory.
class RamBits {
 public:
  RamBits(int width, int depth);
  [[nodiscard]] bool get(int address, int bit) const { return bits_[place(address, bit)]; }
  void set(int address, int bit, bool value) { bits_[place(address, bit)] = value; }
  /// Cut into columns as blocks hold them whose words lie `stride` addresses apart: an iCE40 block used with fewer than
  /// 16 bits takes neighbouring words of a narrow memory side by side. First the columns of words 0, stride, 2 stride
  /// ... by bit, then of words 1, 1 + stride ..., after 256 stride words from there on.
  [[nodiscard]] std::vector<RamColumn> columns(int stride) const;

 private:
  [[nodiscard]] std::size_t place(int address, int bit) const {
    return static_cast<std::size_t>(address) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(bit);
  }
  int width_ = 0, depth_ = 0;
  std::vector<bool> bits_;
};

/// The marks of the memories: a function of their names and sizes. None is empty, and no two are equal.
std::vector<RamBits> marks_of(const std::vector<HostRam>& rams);

/// Commands of yosys, to be run when memories are known and not yet mapped: they give the memories their marks, and
/// fail when the design has none of that name and size.
std::string mark_commands(const std::vector<HostRam>& rams);

/// The contents of the memories that a host with these words would have written; other bits are 0.
std::vector<RamBits> contents_of(const std::vector<HostRam>& rams, const std::vector<MemoryWords>& memories);

}  // namespace isinglass::flow
