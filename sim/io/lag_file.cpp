// Reader of phase lags: three columns of text.
#include "sim/io/lag_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/io/line_scanner.hpp"
#include "sim/io/text_file.hpp"

namespace isinglass {
namespace {

constexpr const char* kLagHint =
    "give one row i j lag for each coupling: two vertices from 1 on and an angle in radians";

using Pair = std::pair<std::int32_t, std::int32_t>;

std::int32_t vertex(const LineScanner& scanner, std::size_t word, std::int32_t vertices) {
  const auto number = scanner.whole(word, "a vertex");
  if (number < 1 || number > vertices) {
    scanner.fail_at_word(word, fmt::format("vertex {} is out of range 1..{}", number, vertices), kLagHint);
  }
  return static_cast<std::int32_t>(number - 1);
}

}  // namespace

LaggedGraph read_lags(const std::string& path, const Problem& asked, const Problem& device) {
  LaggedGraph graph{device.name, device.size(), {}};
  std::map<Pair, std::size_t> edges;
  for (const auto& c : device.couplings) {
    edges.emplace(std::minmax(c.i, c.j), graph.edges.size());
    graph.edges.push_back({std::min(c.i, c.j), std::max(c.i, c.j), -c.value, 0.0});
  }
  std::set<Pair> coupled;
  for (const auto& c : asked.couplings) coupled.insert(std::minmax(c.i, c.j));
  std::string text = read_text_file(path);
  std::replace(text.begin(), text.end(), ',', ' ');
  LineScanner scanner(text, path);
  std::set<Pair> seen;
  while (scanner.next()) {
    if (scanner.words()[0].text.front() == '#') continue;
    if (scanner.words().size() != 3) scanner.fail_at_line("a row of lags holds three numbers", kLagHint);
    const auto i = vertex(scanner, 0, graph.vertices);
    const auto j = vertex(scanner, 1, graph.vertices);
    const double lag = scanner.weight(2, "a lag");
    if (!seen.insert(std::minmax(i, j)).second) scanner.fail_at_line("this pair has a lag already", kLagHint);
    if (!coupled.contains(std::minmax(i, j))) {
      scanner.fail_at_line(fmt::format("vertices {} and {} are not coupled", i + 1, j + 1),
                           "a lag belongs to a coupling of the problem");
    }
    const auto edge = edges.find(std::minmax(i, j));
    if (edge != edges.end()) graph.edges[edge->second].lag_rad = i < j ? lag : -lag;
  }
  return graph;
}

}  // namespace isinglass
