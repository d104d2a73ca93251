// Records, ranking, wording, number formats and diagnostics.
#include <catch2/catch.hpp>

#include "sim/bench/statistics.hpp"
#include "sim/report/diagnose.hpp"
#include "sim/report/format.hpp"
#include "sim/report/shell.hpp"
#include "sim/report/summarise.hpp"
#include "sim/report/table.hpp"
#include "testbench/report/example_run.hpp"

using namespace isinglass;

namespace {

SamplerRecord sampler(const std::string& name, const std::string& clock, std::optional<double> tts, double best) {
  SamplerRecord record;
  record.name = name;
  record.kind = clock == "hardware" ? "analog" : "software";
  record.clock = clock;
  record.reads = 64;
  record.successes = tts ? 32 : 0;
  record.tts99_s = tts;
  record.tts99_interval = IntervalRecord{tts.value_or(1.0) * 0.9, tts ? std::optional(*tts * 1.1) : std::nullopt};
  record.best = record.mean = best;
  return record;
}

RunRecord run_of(std::vector<SamplerRecord> samplers) {
  RunRecord record;
  record.reads = 64;
  record.problem.objective_name = "cut";
  record.problem.objective_sense = "maximise";
  record.target = 100;
  record.target_origin = "best-known";
  record.samplers = std::move(samplers);
  return record;
}

bool mentions(const std::vector<Diagnostic>& findings, const std::string& words) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Diagnostic& finding) { return finding.sentence.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("times are written with three digits and the unit that fits") {
  CHECK(format_seconds(0) == "0 s");
  CHECK(format_seconds(1.2345e-3) == "1.23 ms");
  CHECK(format_seconds(0.99996) == "1 s");
  CHECK(format_seconds(5e-9) == "5 ns");
  CHECK(format_seconds(2.5e-12) == "2.5 ps");
  CHECK(format_seconds(119) == "119 s");
  CHECK(format_seconds(125) == "2.08 min");
  CHECK(format_seconds(7300) == "2.03 h");
}

TEST_CASE("objectives are written in full when whole, with separators") {
  CHECK(format_objective(11624) == "11,624");
  CHECK(format_objective(-67714) == "-67,714");
  CHECK(format_objective(11610.28125) == "11,610.28");
  CHECK(format_objective(794.5625) == "794.56");
  CHECK(format_objective(-0.763166) == "-0.76317");
  CHECK(format_objective(1999.999) == "2,000");
  CHECK(format_count(999) == "999");
  CHECK(format_count(-1000) == "-1,000");
}

TEST_CASE("a lower bound is written as such") {
  const auto bound = sampler("a", "hardware", std::nullopt, 90);
  CHECK(format_tts(bound) == "≥ 900 ms");
  CHECK(format_tts_interval(bound) == "≥ 900 ms");
  CHECK(format_tts_interval(sampler("b", "wall", 0.010, 100)) == "9–11 ms");
}

TEST_CASE("commands are quoted so that a shell reads them back") {
  CHECK(shell_command({"/usr/bin/isinglass", "compare", "G1", "-p", "a=b c"}) == "isinglass compare G1 -p 'a=b c'");
  CHECK(shell_command({"x", "it's", ""}) == "x 'it'\\''s' ''");
}

TEST_CASE("a sampler's record holds success, time to solution and the curve of its reads") {
  const auto run = example::comparison();
  const auto& oscillator = run.record.samplers[0];
  CHECK(oscillator.clock == "hardware");
  CHECK(oscillator.t_s == Approx(2.1e-5));
  const auto reached = std::count(oscillator.objectives.begin(), oscillator.objectives.end(), 800.0);
  CHECK(oscillator.successes == reached);
  const Interval wilson = wilson_interval(reached, 64);
  CHECK(oscillator.p_interval->low == wilson.low);
  CHECK(oscillator.tts99_s == tts99(*oscillator.t_s, *oscillator.p));
  REQUIRE(oscillator.curve.has_value());
  CHECK(oscillator.curve->time_s.size() == oscillator.curve->objective.at("q50").size());
  CHECK(oscillator.curve->objective.at("q05").back() <= oscillator.curve->objective.at("q95").back());
  CHECK(oscillator.states->values.size() == 40);
  const auto& anneal = run.record.samplers[2];
  CHECK(anneal.clock == "wall");
  CHECK(anneal.t_s == Approx(anneal.wall_s / 64));
  CHECK_FALSE(anneal.hardware_time_s.has_value());
  CHECK(anneal.baseline);
}

TEST_CASE("the shortest time to solution wins within a clock, hardware before wall, bounds last") {
  const auto record = run_of({sampler("wall", "wall", 0.001, 100), sampler("slow", "hardware", 0.5, 100),
                              sampler("never", "hardware", std::nullopt, 99), sampler("quick", "hardware", 0.1, 100)});
  CHECK(ranking(record) == std::vector<std::size_t>{3, 1, 0, 2});
}

TEST_CASE("the headline compares within one clock only") {
  auto record = run_of({sampler("machine", "hardware", 0.1, 100), sampler("anneal", "wall", 0.5, 100)});
  conclude(record);
  CHECK(record.headline ==
        "machine reaches the best-known cut 100 with 99 % confidence in 100 ms of hardware time; the "
        "baseline anneal takes 500 ms of wall time on this computer.");
  CHECK(record.samplers[1].baseline);
  record = run_of({sampler("one", "hardware", 0.1, 100), sampler("two", "hardware", 0.5, 100)});
  conclude(record);
  CHECK(record.headline.ends_with("100 ms of hardware time, 5 times faster than two."));
  record = run_of({sampler("one", "hardware", 0.1, 100), sampler("two", "hardware", 0.11, 100)});
  conclude(record);
  CHECK(record.headline.ends_with("1.1 times faster than two (within the error bars)."));
  record = run_of({sampler("one", "hardware", 0.1, 100), sampler("two", "hardware", 0.1, 100)});
  conclude(record);
  CHECK(record.headline.ends_with("100 ms of hardware time, as does two."));
}

TEST_CASE("when nobody reaches the target the best answer leads the headline") {
  auto record = run_of({sampler("one", "hardware", std::nullopt, 98), sampler("two", "wall", std::nullopt, 99)});
  conclude(record);
  CHECK(record.headline == "two finds the best cut: 99, 99.00 % of the best-known cut 100.");
  CHECK(mentions(record.diagnostics, "No read of one reaches the target: its best is 2 short (2.00 %)"));
}

TEST_CASE("an uneventful run has no findings") {
  auto record = run_of({sampler("one", "hardware", 0.1, 100), sampler("two", "wall", 0.5, 100)});
  conclude(record);
  CHECK(all_diagnostics(record).empty());
}

TEST_CASE("each thing that looks wrong is said in its sentence") {
  auto record = run_of({sampler("one", "hardware", 0.1, 103)});
  auto& one = record.samplers.front();
  one.kind = "digital";
  one.reads = 5;
  one.tts99_interval = IntervalRecord{0.02, 0.5};
  one.hardware_time_s = 0.001;
  one.readout_s = 0.002;
  one.figures["clock_hz"] = 60e6;
  one.curve = CurveRecord{};
  for (int k = 1; k <= 50; ++k) {
    one.curve->time_s.push_back(k);
    one.curve->objective["q50"].push_back(2.0 * k);
  }
  record.problem.best_known = 100;
  record.problem.variables = 4000;
  record.hardware = nlohmann::json{{"clock_mhz", 48.0}, {"spins", 3000}, {"entries", 40000}};
  record.target_origin = "best of this run";
  record.build_type = "Debug";
  record.samplers.push_back(sampler("soft", "wall", 0.1, 100));
  conclude(record);
  const auto findings = all_diagnostics(record);
  CHECK(mentions(findings, "one finished 5 of 64 reads (time limit)"));
  CHECK(mentions(findings, "one made 5 reads only"));
  CHECK(mentions(findings, "known within a factor of 25 only"));
  CHECK(mentions(findings, "one had not settled"));
  CHECK(mentions(findings, "one found 103, better than the best-known 100"));
  CHECK(mentions(findings, "Reading one out takes 2 ms per read, 2 times as long"));
  CHECK(mentions(findings, "one was timed at 60 MHz, but the bitstream of the report runs at 48 MHz"));
  CHECK(mentions(findings, "does not fit the bitstream of the report (3,000 spins, 40,000 directed entries)"));
  CHECK(mentions(findings, "No target is known"));
  CHECK(mentions(findings, "debug build"));
  for (const auto& finding : findings) CHECK(finding.advice.ends_with("."));
}

TEST_CASE("a bitstream's row says what its core holds: entries, patterns, a graph, or all pairs") {
  const auto holds = [](int entries, const char* couplings) {
    nlohmann::json hardware = {{"spins", 4096}, {"entries", entries}, {"weight_bits", 4}};
    if (couplings != nullptr) hardware["couplings"] = couplings;
    return hardware_rows(hardware).front().cells.front().text;
  };
  CHECK(holds(49152, "49152 directed entries") == "4,096 spins, 49,152 directed entries, 4-bit weights");
  CHECK(holds(0, "768 patterns") == "4,096 spins, 768 patterns, 4-bit weights");
  CHECK(holds(0, nullptr) == "4,096 spins, all to all, 4-bit weights");
}
