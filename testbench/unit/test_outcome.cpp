// What a batch of reads came to, and several batches together, against numbers worked out by hand.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/bench/outcome.hpp"

using namespace isinglass;

TEST_CASE("an outcome is the arithmetic of its reads") {
  const Problem problem = maxcut_problem("square", 4, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {0, 3, 1}});
  SampleSet set;
  set.variables = 4;
  set.energy = {-4, -4, 0, -4};  // cuts 4, 4, 2, 4
  set.samples.assign(16, 1);
  set.vectors["hardware_time_s"] = {1e-3, 1e-3, 1e-3, 1e-3};
  set.timing.sampling_ns = 4'000'000'000;
  const auto o = outcome_of(read_batch(problem, set), problem.objective(), 4.0);
  CHECK(o.reads == 4);
  CHECK(o.best == 4.0);
  CHECK(o.mean == 3.5);
  CHECK(o.mean_interval.high - o.mean == Approx(t_95(3) * std::sqrt(1.0 / 4.0)));  // deviations 0.5, 0.5, 1.5, 0.5
  CHECK(o.successes == 3);
  CHECK(*o.p == 0.75);
  CHECK(o.hardware_clock);
  CHECK(o.read_time_s == Approx(1e-3));
  CHECK(o.tts->seconds == Approx(1e-3 * std::log(0.01) / std::log(0.25)));
  set.vectors.clear();
  const auto wall = outcome_of(read_batch(problem, set), problem.objective(), std::nullopt);
  CHECK_FALSE(wall.hardware_clock);
  CHECK(wall.read_time_s == Approx(1.0));
  CHECK_FALSE(wall.p.has_value());
}

TEST_CASE("runs put together are one batch: reads in a row, wall times added, hardware times weighted by reads") {
  const ReadBatch a{{10, 12}, 1.0, 2e-3, false, 1};
  const ReadBatch b{{11, 12, 15, 12}, 5.0, 5e-3, false, 1};
  const ReadBatch all = pooled({a, b});
  CHECK(all.objectives == std::vector<double>{10, 12, 11, 12, 15, 12});
  CHECK(all.wall_s == 6.0);
  CHECK(all.runs == 2);
  CHECK(*all.hardware_time_s == Approx((2 * 2e-3 + 4 * 5e-3) / 6));
  const Outcome o = outcome_of(all, Objective{0.0, 1.0, true, 0.0}, 12.0);
  CHECK(o.best == 15.0);
  CHECK(o.worst == 10.0);
  CHECK(o.mean == 12.0);
  CHECK(o.standard_deviation == Approx(std::sqrt((4.0 + 0 + 1 + 0 + 9 + 0) / 5)));
  CHECK(o.successes == 4);
  // Wilson for 4 of 6: (4/6 + z²/12 ± z sqrt(4/6·2/6/6 + z²/144)) / (1 + z²/6), z = 1.96
  CHECK(o.p_interval->low == Approx(0.29999).margin(1e-4));
  CHECK(o.p_interval->high == Approx(0.90323).margin(1e-4));
  CHECK(o.read_time_s == Approx(4e-3));
  CHECK(o.tts->seconds == Approx(4e-3 * std::log(0.01) / std::log(1.0 / 3.0)));
}

TEST_CASE("software is timed by the wall: all batches over all reads") {
  const Outcome o = outcome_of(pooled({{{1, 1}, 1.0, {}, false, 1}, {{2, 2}, 2.0, {}, false, 1}}), Objective{}, 1.0);
  CHECK_FALSE(o.hardware_clock);
  CHECK(o.read_time_s == Approx(0.75));
  CHECK(o.best == 1.0);
  CHECK(o.successes == 2);
}

TEST_CASE("no success leaves a lower bound of the time to solution") {
  const Outcome o = outcome_of({{3, 4}, 1.0, 1e-3, false, 1}, Objective{}, 2.0);
  CHECK(*o.p == 0.0);
  CHECK(std::isinf(o.tts->seconds));
  CHECK(std::isfinite(o.tts->interval.low));
  CHECK(std::isinf(o.tts->interval.high));
}

TEST_CASE("an enumeration proves: its time is that of the whole, once for each run") {
  const ReadBatch once{{-7, -7, -7}, 2.0, {}, true, 1};
  const Outcome found = outcome_of(pooled({once, once}), Objective{}, -7.0);
  CHECK(*found.p == 1.0);
  CHECK(found.p_interval->low == 1.0);
  CHECK(found.read_time_s == 2.0);
  CHECK(found.tts->seconds == 2.0);
  const Outcome impossible = outcome_of(once, Objective{}, -8.0);
  CHECK(*impossible.p == 0.0);
  CHECK_FALSE(impossible.tts.has_value());
}
