// The benchmark instances that Isinglass knows by name: how to generate them, and the best value known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// One row of sim/io/instances.csv.
struct Instance {
  std::string name;  ///< "G22", "be100.5"
  Kind kind = Kind::maxcut;
  std::int64_t variables = 0;
  std::int64_t terms = 0;
  double best_known = 0.0;     ///< in the terms of `kind`
  std::string status;          ///< "best-known", "listed optimum", "optimal (...)"
  std::string source;          ///< where the value is listed
  std::string rudy_arguments;  ///< empty when the instance is not generated
  std::string rudy_sha256;     ///< of the rudy file that is published
  std::string problem_sha256;  ///< of the energy function, see problem_hash.hpp
};

/// All rows, in the order of the file.
const std::vector<Instance>& instances();
/// The row of that exact name.
const Instance* find_instance(const std::string& name);

/// The best value known, in the terms of the problem asked about.
struct BestKnown {
  std::string instance;
  double value = 0.0;
  std::string status;
  std::string source;
};

/// By instance name.
std::optional<BestKnown> best_known(const std::string& name);
/// By content: whatever the file is called, however its edges are ordered and whether it is read as max-cut or as
/// Ising. A file that merely bears the name of an instance is not taken for it. This is the one to compare results
/// with.
std::optional<BestKnown> best_known(const Problem& problem);

}  // namespace isinglass
