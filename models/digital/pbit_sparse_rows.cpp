// Deals neighbours out to rows of three: bank 3 first, a row each, beside the slots with most room; then each slot's
// own.
#include "models/digital/pbit_sparse_rows.hpp"

#include <algorithm>
#include <tuple>

namespace isinglass {

namespace {

constexpr std::size_t fewest_rows = 4;  // the number of rows is not known to the core earlier
constexpr std::size_t slots = 3;
constexpr std::size_t banks = 4;

/// A neighbour, and the visit after the flip that meets it: 1 is the first.
struct Met {
  PbitSparseNeighbour neighbour;
  std::int32_t visit = 0;
};

using Banks = std::array<std::vector<Met>, banks>;

std::int32_t visit_that_meets(std::int32_t i, std::int32_t j, std::int32_t n) {
  const std::int32_t pairs = (n + 1) / 2;
  const std::int32_t down = (i / 2 - j / 2 + pairs) % pairs;
  if (i % 2 != 0) return down + 1;  // its partner, alone, comes first
  return down == 0 ? pairs : down;
}

Banks by_bank(std::int32_t i, std::int32_t n, const std::vector<PbitSparseNeighbour>& neighbours) {
  Banks result;
  for (const PbitSparseNeighbour& r : neighbours)
    result[static_cast<std::size_t>(r.index) % banks].push_back({r, visit_that_meets(i, r.index, n)});
  for (auto& bank : result)
    std::sort(bank.begin(), bank.end(), [](const Met& a, const Met& b) { return a.visit < b.visit; });
  return result;
}

/// Rows while they are dealt.
class Deal {
 public:
  explicit Deal(std::size_t count) : rows_(count), taken_(count) {}

  /// Puts a neighbour where its field is written in time; false where it would not be.
  bool put(std::size_t row, std::size_t slot, const Met& met) {
    rows_[row][slot] = met.neighbour;
    taken_[row][slot] = true;
    return static_cast<std::int64_t>(row) <= static_cast<std::int64_t>(rows_.size()) + met.visit - 5;
  }
  [[nodiscard]] bool taken(std::size_t row, std::size_t slot) const { return taken_[row][slot]; }
  [[nodiscard]] std::vector<PbitSparseRow> rows() const { return rows_; }

 private:
  std::vector<PbitSparseRow> rows_;
  std::vector<std::array<bool, slots>> taken_;
};

/// Room in each slot, and how long its own first neighbour can wait.
struct Slots {
  std::array<std::size_t, slots> room{};
  std::array<std::int32_t, slots> patience{};

  Slots(const Banks& met, std::size_t count) {
    constexpr std::int32_t early = 4;  // neighbours met from the 4th visit on may be in any row
    for (std::size_t k = 0; k < slots; ++k) {
      room[k] = count - met[k].size();
      patience[k] = met[k].empty() ? early : std::min(met[k].front().visit, early);
    }
  }
  /// The slot for a neighbour of bank 3: of those with room that which can wait longest, else that with most room.
  std::size_t take() {
    const auto merit = [&](std::size_t k) { return std::tuple(room[k] > 0, patience[k], room[k]); };
    std::size_t best = 0;
    for (std::size_t k = 1; k < slots; ++k)
      if (merit(k) > merit(best)) best = k;
    --room[best];
    --patience[best];
    return best;
  }
};

bool deal(const Banks& met, std::size_t count, Deal& into) {
  Slots free(met, count);
  bool in_time = true;
  for (std::size_t row = 0; row < met[slots].size(); ++row) {
    in_time = into.put(row, free.take(), met[slots][row]) && in_time;
  }
  for (std::size_t k = 0; k < slots; ++k) {
    std::size_t row = 0;
    for (const Met& m : met[k]) {
      while (into.taken(row, k)) ++row;
      in_time = into.put(row, k, m) && in_time;
    }
  }
  return in_time;
}

}  // namespace

std::vector<PbitSparseRow> pbit_sparse_rows(std::int32_t i, std::int32_t n,
                                            const std::vector<PbitSparseNeighbour>& neighbours) {
  const Banks met = by_bank(i, n, neighbours);
  std::size_t count = std::max(fewest_rows, (neighbours.size() + slots - 1) / slots);
  for (const auto& bank : met) count = std::max(count, bank.size());
  for (;; ++count) {  // more rows give more time
    Deal rows(count);
    if (deal(met, count, rows)) return rows.rows();
  }
}

}  // namespace isinglass
