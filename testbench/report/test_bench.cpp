// A campaign: its sums against numbers worked out by hand, its sentences, its charts.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/report/bench_sheet.hpp"
#include "sim/report/sheet_chart.hpp"

using namespace isinglass;

namespace {

ReadBatch machine_batch(std::vector<double> cuts) { return {std::move(cuts), 0.5, 1e-3, false, 1}; }
ReadBatch software_batch(std::vector<double> cuts) { return {std::move(cuts), 0.4, {}, false, 1}; }

BenchInstance instance(const std::string& name, std::optional<double> target) {
  ProblemRecord problem;
  problem.name = name;
  problem.kind = "maxcut";
  problem.objective_name = "cut";
  problem.objective_sense = "maximise";
  problem.best_known = target;
  return {problem, Objective{0.0, 1.0, true, 0.0}, target, target ? "best-known" : ""};
}

/// Two instances, a machine and a program, two seeds of two reads; the second instance has no known target, and the
/// machine does not take it.
BenchRecord example() {
  BenchRecord record;
  record.instances = {instance("A", 10.0), instance("B", std::nullopt)};
  record.samplers = {{"machine", "analog", Settings("machine", {}, {})},
                     {"program", "software", Settings("program", {}, {})}};
  record.seeds = {0, 1};
  record.reads = 2;
  record.rows = {{0, 0, 0, "", machine_batch({10, 8}), "", "", ""},
                 {0, 0, 1, "", machine_batch({10, 10}), "", "", ""},
                 {0, 1, 0, "avx2", software_batch({9, 9}), "", "", ""},
                 {0, 1, 1, "avx2", software_batch({8, 10 - 1e-9}), "", "", ""},
                 {1, 0, 0, "", {}, "B does not fit the machine", "take a smaller one", ""},
                 {1, 0, 1, "", {}, "B does not fit the machine", "take a smaller one", ""},
                 {1, 1, 0, "avx2", software_batch({5, 7}), "", "", ""},
                 {1, 1, 1, "avx2", software_batch({6, 6}), "", "", ""}};
  settle_targets(record);
  return record;
}

bool says(const std::vector<Diagnostic>& found, const std::string& part) {
  for (const auto& finding : found) {
    if (finding.sentence.find(part) != std::string::npos) return true;
  }
  return false;
}

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("the seeds of a pair are summed up as one batch of independent reads") {
  const auto all = summaries(example());
  REQUIRE(all.size() == 4);
  const Outcome& machine = *all[0].outcome;
  CHECK(all[0].seeds == 2);
  CHECK(machine.reads == 4);
  CHECK(machine.mean == 9.5);
  CHECK(machine.mean_interval.high - machine.mean == Approx(t_95(3) * std::sqrt((0.25 * 3 + 2.25) / 3.0 / 4.0)));
  CHECK(machine.successes == 3);
  CHECK(*machine.p == 0.75);
  CHECK(machine.p_interval->low == wilson_interval(3, 4).low);
  CHECK(machine.tts->seconds == Approx(1e-3 * std::log(0.01) / std::log(0.25)));
  const Outcome& program = *all[1].outcome;
  CHECK(program.successes == 0);
  CHECK(program.read_time_s == Approx(0.8 / 4));
  CHECK(std::isinf(program.tts->seconds));
}

TEST_CASE("where no target is known the best of the campaign stands in, and is said to") {
  const BenchRecord record = example();
  CHECK(*record.instances[1].target == 7.0);
  CHECK(record.instances[1].target_origin == "best of this campaign");
  CHECK(summaries(record)[3].outcome->successes == 1);
  CHECK(says(diagnose_bench(record), "No target is known for B"));
  CHECK_FALSE(says(diagnose_bench(record), "No target is known for A"));
}

TEST_CASE("a full enumeration proves the target") {
  BenchRecord record = example();
  record.instances[1].target.reset();
  record.rows.back().batch = ReadBatch{{8}, 0.1, {}, true, 1};
  settle_targets(record);
  CHECK(*record.instances[1].target == 8.0);
  CHECK(record.instances[1].target_origin == "proved by enumeration");
  CHECK_FALSE(says(diagnose_bench(record), "No target is known"));
}

TEST_CASE("a run that failed is a row with its reason, told once for the pair") {
  const BenchRecord record = example();
  const auto all = summaries(record);
  CHECK_FALSE(all[2].outcome.has_value());
  CHECK(all[2].failure == "B does not fit the machine");
  const auto found = diagnose_bench(record);
  CHECK(std::count_if(found.begin(), found.end(), [](const Diagnostic& d) {
          return d.sentence == "machine did not run on B: B does not fit the machine.";
        }) == 1);
  CHECK(bench_headline(record) == "machine reaches the target on 1 of 2 instances, program on 1.");
}

TEST_CASE("findings name what was missed, what is uncertain and what is missing") {
  BenchRecord record = example();
  CHECK(says(diagnose_bench(record), "No read reaches the target: program on A."));
  CHECK(says(diagnose_bench(record), "known within a factor of 4 or more only: machine on A; program on B."));
  record.rows.pop_back();
  record.stopped_by = stopped_by_time;
  CHECK(says(diagnose_bench(record), "7 of 8 runs were made (time limit)."));
  record.rows[0].batch = machine_batch({11, 8});
  CHECK(says(diagnose_bench(record), "machine found 11 on A, better than the best-known 10."));
}

TEST_CASE("every row of the tables is as long as its heading") {
  const BenchRecord record = example();
  for (const auto& row : bench_table(record)) CHECK(row.size() == bench_table(record).front().size());
  const Sheet sheet = bench_sheet(record);
  for (const auto& section : sheet.sections) {
    for (const auto& table : section.tables) {
      for (const auto& row : table.rows) CHECK(row.size() == table.columns.size());
    }
  }
}

TEST_CASE("charts have the two clocks apart, names along the axis, and an open whisker where nothing succeeded") {
  const Sheet sheet = bench_sheet(example());
  const auto& charts = sheet.sections.front().charts;
  REQUIRE(charts.size() == 3);
  const std::string success = line_chart(charts[0]);
  CHECK(count_of(success, "<circle") == 3);
  CHECK(count_of(success, ">A</text>") == 1);
  CHECK(count_of(success, ">B</text>") == 1);
  CHECK(has_points(charts[1].series[0]));
  CHECK_FALSE(has_points(charts[1].series[1]));  // a program has no hardware time
  CHECK_FALSE(has_points(charts[2].series[0]));
  const std::string wall = line_chart(charts[2]);
  CHECK(count_of(wall, "<circle") == 1);                                                        // the program on B
  CHECK(count_of(wall, "<line class=\"whisker\"") + count_of(wall, "class=\"whisker\"") >= 3);  // two lines, one arrow
  CHECK(count_of(wall, "<path") == 1);
}

TEST_CASE("the names of a chart's axis survive run.json, and a run.json without them is read") {
  const Sheet sheet = bench_sheet(example());
  auto document = nlohmann::json::parse(to_json(sheet).dump());
  CHECK(sheet_from_json(document).sections[0].charts[0].x_names == std::vector<std::string>{"A", "B"});
  CHECK(render_sheet(sheet_from_json(document)) == render_sheet(sheet));
  document["sections"][0]["charts"][0].erase("x_names");
  CHECK(sheet_from_json(document).sections[0].charts[0].x_names.empty());
}

TEST_CASE("flaws are named once for each sampler, and the energies as asked and as built stand side by side") {
  BenchRecord record = example();
  CHECK(bench_flaws(record).empty());
  CHECK(bench_table(record).front().back() == "clock");
  for (auto& row : record.rows) row.flaws = row.sampler == 0 ? "coupling mismatch 0.2 (relative); device seed 0" : "";
  record.rows[0].device = DeviceEnergies{-4.0, -5.0, -8.0, -7.0};
  record.rows[1].device = DeviceEnergies{-2.0, -1.0, -9.0, -6.0};
  record.rows[1].batch->objectives = {10, 10, 10, 10, 10, 10};  // six reads beside two
  CHECK(bench_flaws(record) == std::vector<std::string>{"machine: coupling mismatch 0.2 (relative); device seed 0"});
  const auto pair = summaries(record).front();
  CHECK(pair.device->ideal_mean == Approx(-2.5));
  CHECK(pair.device->device_mean == Approx(-2.0));
  CHECK(pair.device->ideal_best == -9.0);
  CHECK(pair.device->device_best == -6.0);
  const auto table = bench_table(record);
  CHECK(table[0].back() == "as built");
  CHECK(table[1].back() == "-2");
  CHECK(table[1][table[1].size() - 2] == "-2.5");
  for (const auto& row : table) CHECK(row.size() == table[0].size());
  const Sheet sheet = bench_sheet(record);
  CHECK(sheet.sections.back().tables.front().rows.front().front().find("coupling mismatch") != std::string::npos);
}
