// The flags --format and --kind, for every command that takes a problem.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "sim/io/problem_load.hpp"

namespace isinglass::cli {

/// What was written on the command line; `options` reads it once parsing is over.
class ProblemFlags {
 public:
  /// Adds --format and --kind to `command`; this object must live as long as `command`.
  void add_to(CLI::App& command);
  /// Throws UsageError for an unknown word.
  [[nodiscard]] ProblemOptions options() const;

 private:
  std::string format_;
  std::string kind_;
};

}  // namespace isinglass::cli
