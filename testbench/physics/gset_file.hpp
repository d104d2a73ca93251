// Reads an instance of the bench folder beside the repository, for tests; nothing when the folder is absent.
#pragma once

#include <zlib.h>

#include <optional>
#include <sstream>
#include <string>

#include "models/problem/problem.hpp"

namespace isinglass::testing {

/// The max-cut problem in ISINGLASS_BENCH_DIR/`path` (rudy format, plain or gzip).
inline std::optional<Problem> bench_problem(const std::string& path) {
  gzFile file = gzopen((std::string(ISINGLASS_BENCH_DIR) + "/" + path).c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string text;
  char buffer[65536];
  for (int got = 0; (got = gzread(file, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  std::istringstream in(text);
  std::int32_t vertices = 0;
  std::int64_t edges = 0;
  in >> vertices >> edges;
  std::vector<Coupling> weights;
  for (std::int64_t k = 0; k < edges; ++k) {
    Coupling c;
    in >> c.i >> c.j >> c.value;
    if (c.i > c.j) std::swap(c.i, c.j);
    --c.i;
    --c.j;
    weights.push_back(c);
  }
  return maxcut_problem(path, vertices, weights);
}

}  // namespace isinglass::testing
