// What `reconstruct` answers: JSON, a table and a report page from the same numbers.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/problem/sparse_code.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/sheet.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass::cli {

/// The way to the answer at some instants of hardware time.
struct CodeTrace {
  std::vector<double> time_s, cost, residual;
  std::vector<Eigen::VectorXd> x;  ///< the code shown at each instant
};

struct Reconstruction {
  Reconstruction(SparseCode asked, std::string machine, Settings chosen)
      : code(std::move(asked)), sampler(std::move(machine)), settings(std::move(chosen)) {}

  SparseCode code;
  std::string sampler;
  Settings settings;
  Eigen::VectorXd x;
  double objective = 0.0;
  double kkt_residual = 0.0;
  std::string flaws;                       ///< what the flaws of real parts were set to
  std::optional<double> device_objective;  ///< of x on the question as built; with flawed cells
  std::uint64_t seed = 0;
  double goal = 0.0;        ///< the residual at which the flow counts as settled
  double duration_s = 0.0;  ///< hardware time at which it ended
  double wall_s = 0.0;
  CodeTrace trace;
  bool settled = false;
  bool interrupted = false;
  std::vector<Diagnostic> diagnostics;

  /// Indices of the entries that are not zero.
  [[nodiscard]] std::vector<std::int64_t> support() const;
  /// |Phi x - s|; nothing for a quadratic form, which has no signal.
  [[nodiscard]] std::optional<double> residual() const;
};

nlohmann::ordered_json reconstruct_json(const Reconstruction& answer);
std::string reconstruct_table(const Reconstruction& answer, const Painter& painter);
Sheet reconstruct_sheet(const Reconstruction& answer, const std::vector<std::string>& command);

}  // namespace isinglass::cli
