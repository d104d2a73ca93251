// The flags that ask for a sparse code or a budget, shared by the commands that can be asked for one.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/problem/sparse_code.hpp"

namespace isinglass::cli {

/// --dictionary, --signal, --lambda, or --quadratic and --linear, with --nonnegative, --box or --simplex.
struct CodeFlags {
  std::string dictionary, signal, quadratic, linear;
  std::optional<double> lambda;
  bool nonnegative = false;
  std::vector<std::string> box;  ///< LOW:HIGH, or LOW and HIGH
  std::optional<double> simplex;
  [[nodiscard]] bool given() const {
    return !dictionary.empty() || !signal.empty() || !quadratic.empty() || !linear.empty();
  }
};
void add_code_flags(CLI::App& command, CodeFlags& flags);

/// Reads the arrays and checks that they fit. UsageError for flags that are missing or exclude each other (`command` is
/// named in it), InputError for what the files hold.
SparseCode load_code(const CodeFlags& flags, const std::string& command);

}  // namespace isinglass::cli
