// What a sweep says about itself.
#include <catch2/catch.hpp>

#include "sim/report/sheet_chart.hpp"
#include "sim/report/sweep_sheet.hpp"

using namespace isinglass;

namespace {

/// Three values of one parameter between 0 and 10, with these mean cuts.
SweepRecord example(const std::string& key, const std::vector<std::string>& values, const std::vector<double>& means) {
  SweepRecord record;
  record.problem.name = "ring";
  record.problem.objective_name = "cut";
  record.problem.objective_sense = "maximise";
  record.samplers = {"anneal"};
  record.axes = {{key, values, false}};
  record.axis_units = {""};
  record.axis_limits = {{0.0, 10.0}};
  for (std::size_t k = 0; k < values.size(); ++k) {
    Outcome outcome;
    outcome.reads = 4;
    outcome.mean = means[k];
    outcome.mean_interval = {means[k] - 1.0, means[k] + 1.0};
    record.points.push_back({"anneal", {values[k]}, outcome, ""});
  }
  return record;
}

}  // namespace

TEST_CASE("a best mean at an end of the range is pointed out, where a better one may lie beyond") {
  CHECK(diagnose_sweep(example("heat", {"1", "2", "3"}, {1, 2, 3})).size() == 1);
  CHECK(diagnose_sweep(example("heat", {"1", "2", "3"}, {1, 3, 2})).empty());
  CHECK(diagnose_sweep(example("heat", {"0", "2", "3"}, {3, 2, 1})).empty());   // nothing lies below 0
  CHECK(diagnose_sweep(example("heat", {"1", "2", "10"}, {1, 2, 3})).empty());  // nor above 10
  CHECK(diagnose_sweep(example("heat", {"1", "2", "3"}, {3, 3, 3})).empty());   // nor is anything better there
  CHECK(diagnose_sweep(example("heat", {"1", "2", "3"}, {3, 2, 3})).size() == 1);
  CHECK(diagnose_sweep(example("device_seed", {"1", "2", "3"}, {1, 2, 3})).empty());
  CHECK(diagnose_sweep(example("variant", {"a", "b", "c"}, {1, 2, 3})).empty());
}

TEST_CASE("words stand along the axis as names, without a line that would order them") {
  const auto chart = sweep_sheet(example("variant", {"aSB", "bSB", "dSB"}, {1, 2, 3})).sections[0].charts[0];
  CHECK(chart.x_names == std::vector<std::string>{"aSB", "bSB", "dSB"});
  CHECK_FALSE(chart.series[0].line);
  CHECK(line_chart(chart).find(">bSB</text>") != std::string::npos);
  const auto numbers = sweep_sheet(example("heat", {"1", "2", "3"}, {1, 2, 3})).sections[0].charts[0];
  CHECK(numbers.x_names.empty());
  CHECK(numbers.series[0].line);
}
