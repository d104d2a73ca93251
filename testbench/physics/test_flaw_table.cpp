// The table of machines and flaws in docs/non-idealities.md, made from the machines themselves: a flaw applies when the
// machine takes it and answers otherwise than without it; else the refusal is quoted. What is silently ignored fails.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "models/error.hpp"
#include "sim/sampler/machines.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr const char* kBegin = "<!-- machines and flaws: begin -->\n";
constexpr const char* kEnd = "<!-- machines and flaws: end -->";

/// One column: settings that each switch one stage on.
struct Stage {
  std::string title;
  std::vector<WrittenSettings> settings;
};

std::vector<Stage> stages() {
  return {{"coup",
           {{{"coupling_bits", "2"}, {"coupling_range", "0.4"}},
            {{"missing_couplings", "0.5"}},
            {{"coupling_mismatch", "0.3"}},
            {{"coupling_spread", "0.3"}},
            {{"coupling_offset", "0.3"}}}},
          {"input", {{{"input_offset", "0.5"}}}},
          {"wire", {{{"wire_resistance", "0.01"}}}},
          {"leak", {{{"leakage", "DURATION/10"}}}},
          {"para", {{{"parasitic", "0.5"}}, {{"parasitic_spread", "0.5"}}}},
          {"res", {{{"resistance_mismatch", "0.3"}}}},
          {"gain", {{{"gain_mismatch", "0.3"}}}},
          {"kelvin", {{{"device_temperature", "1000000"}}}},
          {"white", {{{"white_noise", "ROOT"}}}},
          {"phase", {{{"phase_noise", "-40"}}}},
          {"jitter", {{{"jitter", "1e-8"}}}},
          {"stuck", {{{"stuck_nodes", "0.9"}}}},
          {"delay", {{{"coupling_delay", "DURATION/500"}}}},
          {"comp", {{{"comparator_offset", "30"}}}}};
}

PatternSet patterns() {
  return {"four", 12, {1, 1, -1, 1,  -1, -1, 1,  -1, 1, 1, -1, 1, 1, -1, -1, 1, 1, -1,
                       1, 1, -1, -1, -1, 1,  -1, 1,  1, 1, -1, 1, 1, -1, -1, 1, 1, -1}};
}

Eigen::MatrixXd some_matrix(Eigen::Index rows, Eigen::Index columns) {
  return Eigen::MatrixXd::NullaryExpr(rows, columns, [](Eigen::Index i, Eigen::Index j) {
    return std::cos(1.0 + 2.3 * static_cast<double>(i) + 3.7 * static_cast<double>(j));
  });
}

Question question(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::ising:
      return testing::random_problem(8, 0.7, 5, true);
    case QuestionKind::recall:
      return patterns();
    case QuestionKind::reconstruct: {
      SparseCode code;
      code.dictionary = some_matrix(4, 6);
      code.signal = Eigen::VectorXd::Ones(4);
      code.lambda = 0.1;
      return code;
    }
    case QuestionKind::infer:
      break;
  }
  GenerativeModel model;
  model.observation = Eigen::Vector2d(1.0, -0.5);
  model.weights = {some_matrix(2, 3)};
  model.precision = {Eigen::MatrixXd::Identity(2, 2), Eigen::MatrixXd::Identity(3, 3)};
  model.prior = Eigen::VectorXd::Zero(3);
  return model;
}

/// Runs that are quick and long enough for a flaw to show.
WrittenSettings base(const std::string& name, QuestionKind kind) {
  if (name == "competitive") return {{"length", "50"}};
  if (name == "predictive-coding") return {{"length", "50"}};
  if (name == "dense-memory" || name == "hopfield-plastic" || name == "oscillator-memory") return {{"length", "20"}};
  if (name == "bifurcation") return {{"variant", "aSB"}, {"steps", "50"}};  // no walls, where particles look alike
  if (name == "coherent") return {{"steps", "300"}};
  if (name == "hopfield" && kind == QuestionKind::recall) return {{"recall_length", "20"}};
  return {{"length", "100"}};
}

struct Outcome {
  Ensemble<double> states;
  std::vector<std::vector<Spin>> spins;
};

Outcome settle(const AnalogModel& model, const Question& asked, const Settings& settings) {
  RunControl control;
  const SettledEnsemble settled = model.settle(asked, settings, {.reads = 16, .seed = 4}, {}, control);
  return {settled.states, settled.spins};
}

/// Empty where every setting of the stage applies; else the refusal, or that nothing changed.
std::string try_stage(const AnalogModel& model, QuestionKind kind, const Stage& stage, const Outcome& ideal,
                      double duration_s) {
  for (WrittenSettings written : stage.settings) {
    const std::string parameter = written.front().first;
    for (auto& [key, value] : written) {
      if (value == "ROOT") value = std::to_string(0.3 / std::sqrt(duration_s));
      if (value.rfind("DURATION/", 0) == 0) value = fmt::format("{}", duration_s / std::stod(value.substr(9)));
    }
    for (const auto& row : base(model.info().name, kind)) written.push_back(row);
    const Settings settings(model.info().name, model.info().parameters, written);
    try {
      const Outcome flawed = settle(model, question(kind), settings);
      const bool same = (flawed.states == ideal.states).all() && flawed.spins == ideal.spins;
      if (same) return "SILENTLY IGNORED: " + parameter;
    } catch (const UsageError& refusal) {
      return refusal.what();
    }
  }
  return "";
}

/// The table, and below it the refusals that its letters stand for.
std::string table(std::vector<std::string>& ignored) {
  const auto columns = stages();
  std::string text = "| machine | question |", line = "|---|---|";
  for (const auto& stage : columns) text += fmt::format(" {} |", stage.title), line += "---|";
  text += "\n" + line + "\n";
  std::vector<std::string> refusals;
  const ModelList models = make_models();
  for (const auto& model : models) {
    for (const auto kind :
         {QuestionKind::ising, QuestionKind::recall, QuestionKind::reconstruct, QuestionKind::infer}) {
      if (!model->answers(kind)) continue;
      const Settings settings(model->info().name, model->info().parameters, base(model->info().name, kind));
      const Outcome ideal = settle(*model, question(kind), settings);
      const double duration_s = model->open(question(kind), settings, {})->duration_s();
      text += fmt::format("| `{}` | {} |", model->info().name, to_string(kind));
      for (const auto& stage : columns) {
        const std::string refusal = try_stage(*model, kind, stage, ideal, duration_s);
        if (refusal.empty()) {
          text += " ● |";
          continue;
        }
        if (refusal.rfind("SILENTLY", 0) == 0) ignored.push_back(model->info().name + ": " + refusal);
        auto at = std::find(refusals.begin(), refusals.end(), refusal);
        if (at == refusals.end()) at = refusals.insert(refusals.end(), refusal);
        text += fmt::format(" {} |", static_cast<char>('a' + (at - refusals.begin())));
      }
      text += "\n";
    }
  }
  text += "\n";
  for (std::size_t k = 0; k < refusals.size(); ++k) {
    text += fmt::format("* {}: {}\n", static_cast<char>('a' + static_cast<char>(k)), refusals[k]);
  }
  return text;
}

}  // namespace

TEST_CASE("the page's table of machines and flaws is what the machines do, and none ignores a flaw") {
  std::ifstream stream(std::string(ISINGLASS_SOURCE_DIR) + "/docs/non-idealities.md");
  std::ostringstream page;
  page << stream.rdbuf();
  std::vector<std::string> ignored;
  const std::string made = table(ignored);
  INFO("The table should read:\n" << made);
  CHECK(ignored.empty());
  const std::size_t begin = page.str().find(kBegin);
  REQUIRE(begin != std::string::npos);
  const std::size_t from = begin + std::string(kBegin).size();
  CHECK(page.str().substr(from, page.str().find(kEnd, from) - from) == made);
}
