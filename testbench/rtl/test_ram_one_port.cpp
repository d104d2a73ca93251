// The memory for Gowin's blocks, in columns and in pages, against a plain array.
#include <Vram_columns.h>
#include <Vram_pages.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <random>

#include "testbench/rtl/rtl_coverage.hpp"

namespace {

template <class Model>
void clock(Model& model) {
  model.clk_i = 0;
  model.eval();
  model.clk_i = 1;
  model.eval();
}

// Random writes and reads at addresses `allowed` says may be used; what a word keeps of 16 bits is `mask`.
template <class Model, class Allowed>
void play(std::uint32_t depth, std::uint32_t mask, Allowed allowed) {
  Model model;
  std::map<std::uint32_t, std::uint32_t> words;
  std::mt19937 random(7);
  for (int k = 0; k < 200000; ++k) {
    // Few addresses, spread over all blocks, so that most are met again.
    const std::uint32_t address = (random() % 64) * (depth / 64) + random() % 8;
    if (!allowed(address)) continue;
    model.addr_i = address;
    model.write_i = random() % 2;
    model.wdata_i = random() & 0xFFFFU;
    clock(model);
    if (model.write_i) {
      words[address] = model.wdata_i & mask;
    } else if (const auto found = words.find(address); found != words.end()) {
      REQUIRE(model.rdata_o == found->second);
    }
  }
  CHECK(words.size() > 300);
  isinglass::write_rtl_coverage(*model.contextp());
}

}  // namespace

TEST_CASE("a memory in columns keeps the bits that it has") {
  play<Vram_columns>(15360, 0x1FFF, [](std::uint32_t) { return true; });
}

TEST_CASE("a memory in pages keeps whole words, and needs no blocks where nothing is addressed") {
  play<Vram_pages>(12288, 0xFFFF, [](std::uint32_t address) { return address % 4096 < 3072; });
}
