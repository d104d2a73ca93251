// What a sweep says about itself.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/report/sheet_chart.hpp"
#include "sim/report/sweep_means.hpp"

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

namespace {

/// One problem of target -100: a sampler at three values, and a level beside it.
SweepRecord beside_level(const std::string& name, const std::vector<double>& means, double level) {
  SweepRecord record = example("bits", {"2", "4", "8"}, means);
  record.problem.name = name;
  record.problem.objective_name = "energy";
  record.problem.objective_sense = "minimise";
  record.samplers = {"anneal", "sibling"};
  Outcome outcome;
  outcome.reads = 4;
  outcome.mean = level;
  outcome.best = level;
  record.points.push_back({"sibling", {}, outcome, ""});
  for (auto& point : record.points) {
    point.outcome->best = -100.0;
    point.outcome->p = 0.5;
  }
  record.target = -100.0;
  record.target_origin = "given";
  return record;
}

}  // namespace

TEST_CASE("means over problems are those of their gaps, with Student's interval, and differences are taken in pairs") {
  const std::vector<SweepRecord> records{beside_level("a", {-90, -96, -98}, -97),
                                         beside_level("b", {-80, -88, -92}, -91),
                                         beside_level("c", {-94, -98, -99}, -98)};
  const auto means = sweep_means(records);
  REQUIRE(means.size() == 4);
  CHECK(means[0].gap->mean == Approx(12.0));  // of 10, 20, 6
  CHECK(means[0].gap->interval.high - 12.0 == Approx(4.302653 * std::sqrt(52.0 / 3.0)));
  CHECK(means[1].over_level->mean == Approx(4.0 / 3.0));  // of 1, 3, 0
  CHECK(means[1].over_last->mean == Approx(7.0 / 3.0));   // of 2, 4, 1
  CHECK(means[1].over_last->interval.low == Approx(7.0 / 3.0 - 4.302653 * std::sqrt(7.0 / 9.0)));
  CHECK(means[2].over_last == std::nullopt);  // itself
  CHECK(means[3].over_level == std::nullopt);
  CHECK(means[3].gap->mean == Approx(14.0 / 3.0));
  CHECK(means[0].success->mean == Approx(0.5));
  CHECK(level_of(means) == "sibling");
  for (const auto& row : sweep_means_table(records)) CHECK(row.size() == sweep_means_table(records).front().size());
  CHECK(sweep_means_headline(records) == "The smallest mean gap to the target is 3.67 %, with anneal, bits = 8.");
}

TEST_CASE("a level is drawn as a line from the first value to the last, with one whisker") {
  const auto sheet =
      sweep_means_sheet({beside_level("a", {-90, -96, -98}, -97), beside_level("b", {-80, -88, -92}, -91)});
  const auto& series = sheet.sections[0].charts[0].series;
  REQUIRE(series.size() == 2);
  CHECK(series[0].dots);
  CHECK(series[1].name == "sibling");
  CHECK(series[1].line);
  CHECK_FALSE(series[1].dots);
  CHECK(series[1].x == std::vector<double>{2, 4, 8});
  CHECK(series[1].y == std::vector<double>{6, 6, 6});
  CHECK(std::isnan(series[1].low[0]));
  CHECK(std::isfinite(series[1].low[2]));
}

TEST_CASE("without a target the best read of a problem's sweep stands in, which is said") {
  SweepRecord record = beside_level("a", {-90, -96, -98}, -97);
  record.target.reset();
  record.objective = Objective{};
  for (auto& point : record.points) {
    point.batch = ReadBatch{{point.outcome->mean, point.outcome->mean - 1.0}, 0.1, {}};
    point.outcome = outcome_of(*point.batch, record.objective, {});
  }
  settle_sweep_target(record);
  CHECK(*record.target == -99.0);
  CHECK(record.points[2].outcome->successes == 1);
  CHECK(record.points[0].outcome->successes == 0);
  const auto found = diagnose_sweep_means({record, record});
  REQUIRE(found.size() == 1);
  CHECK(found[0].sentence == "Of 2 of 2 problems no target is known: the best read of the sweep stands in.");
}
