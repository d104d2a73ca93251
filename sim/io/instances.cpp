// Reads the embedded table.
#include "sim/io/instances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "models/error.hpp"
#include "sim/io/problem_format.hpp"
#include "sim/io/problem_hash.hpp"

namespace isinglass {

namespace embedded {
extern const std::string_view instances_csv;
}

namespace {

constexpr std::size_t columns = 10;

template <typename Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) {
    throw Error(ExitCode::internal, fmt::format("the table of instances holds '{}' for a number", text));
  }
  return value;
}

// The fields hold neither commas nor quotes; the table's own test sees to it.
Instance read_row(std::string_view line) {
  std::array<std::string_view, columns> cells;
  for (std::size_t c = 0; c < columns; ++c) {
    const auto comma = std::min(line.find(','), line.size());
    cells[c] = line.substr(0, comma);
    line.remove_prefix(std::min(comma + 1, line.size()));
  }
  return {.name = std::string(cells[0]),
          .kind = kind_from_name(std::string(cells[1])),
          .variables = number<std::int64_t>(cells[2]),
          .terms = number<std::int64_t>(cells[3]),
          .best_known = number<double>(cells[4]),
          .status = std::string(cells[5]),
          .source = std::string(cells[6]),
          .rudy_arguments = std::string(cells[7]),
          .rudy_sha256 = std::string(cells[8]),
          .problem_sha256 = std::string(cells[9])};
}

std::vector<Instance> read_table(std::string_view text) {
  std::vector<Instance> rows;
  bool heading = true;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!heading && !line.empty()) rows.push_back(read_row(line));
    heading = false;
  }
  return rows;
}

}  // namespace

const std::vector<Instance>& instances() {
  static const std::vector<Instance> rows = read_table(embedded::instances_csv);
  return rows;
}

const Instance* find_instance(const std::string& name) {
  for (const auto& row : instances()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::optional<BestKnown> best_known(const std::string& name) {
  const Instance* row = find_instance(name);
  if (row == nullptr) return std::nullopt;
  return BestKnown{row->name, row->best_known, row->status, row->source};
}

std::optional<BestKnown> best_known(const Problem& problem) {
  const auto may_match = [&](const Instance& row) { return row.variables == problem.size(); };
  if (std::none_of(instances().begin(), instances().end(), may_match)) return std::nullopt;  // spares the hash
  const std::string hash = problem_sha256(problem);
  for (const auto& row : instances()) {
    if (row.problem_sha256 != hash) continue;
    // The same energy function: carry the value over through the energy.
    Problem original = problem;
    original.kind = row.kind;
    const double energy = original.objective().to_energy(row.best_known);
    return BestKnown{row.name, problem.objective().from_energy(energy), row.status, row.source};
  }
  return std::nullopt;
}

}  // namespace isinglass
