// The bytes that are hashed: "isinglass-energy-1\n", then little-endian n (int64), the n fields (double), for each
// nonzero coupling i, j (int32) and J (double), and the offset (double). Minus zero counts as zero.
#include "sim/io/problem_hash.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "sim/io/sha256.hpp"

namespace isinglass {
namespace {

void append(std::string& bytes, std::uint64_t value, int count) {
  for (int byte = 0; byte < count; ++byte)
    bytes += static_cast<char>((value >> (8U * static_cast<unsigned>(byte))) & 0xffU);
}

void append(std::string& bytes, double value) { append(bytes, std::bit_cast<std::uint64_t>(value + 0.0), 8); }

bool before(const Coupling& a, const Coupling& b) { return a.i != b.i ? a.i < b.i : a.j < b.j; }

}  // namespace

std::string problem_sha256(const Problem& problem) {
  std::vector<Coupling> sorted = problem.couplings;
  if (!std::is_sorted(sorted.begin(), sorted.end(), before)) std::sort(sorted.begin(), sorted.end(), before);
  Sha256 hash;
  std::string bytes = "isinglass-energy-1\n";
  append(bytes, static_cast<std::uint64_t>(problem.size()), 8);
  for (const double field : problem.fields) append(bytes, field);
  for (const auto& coupling : sorted) {
    if (coupling.value == 0.0) continue;
    append(bytes, static_cast<std::uint32_t>(coupling.i), 4);
    append(bytes, static_cast<std::uint32_t>(coupling.j), 4);
    append(bytes, coupling.value);
    if (bytes.size() > 65536) {
      hash.add(bytes);
      bytes.clear();
    }
  }
  append(bytes, problem.offset);
  hash.add(bytes);
  return hash.hex();
}

}  // namespace isinglass
