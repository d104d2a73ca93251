// Intervals and times to solution against textbook values, and against the coverage that they promise.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/random.hpp"
#include "sim/bench/statistics.hpp"

using namespace isinglass;

TEST_CASE("Wilson's interval gives the textbook values") {
  // Newcombe, Statistics in Medicine 17, 857 (1998), table I, method 3.
  const Interval many = wilson_interval(81, 263);
  CHECK(many.low == Approx(0.2553).margin(5e-5));
  CHECK(many.high == Approx(0.3662).margin(5e-5));
  const Interval few = wilson_interval(15, 148);
  CHECK(few.low == Approx(0.0624).margin(5e-5));
  CHECK(few.high == Approx(0.1605).margin(5e-5));
  const Interval none = wilson_interval(0, 20);
  CHECK(none.low == 0.0);
  CHECK(none.high == Approx(0.1611).margin(5e-5));
  const Interval one = wilson_interval(1, 29);
  CHECK(one.low == Approx(0.0061).margin(5e-5));
  CHECK(one.high == Approx(0.1718).margin(5e-5));
}

TEST_CASE("Student's quantile gives the textbook values, and the normal one in the end") {
  CHECK(t_95(1) == Approx(12.706).margin(5e-4));
  CHECK(t_95(3) == Approx(3.182).margin(5e-4));
  CHECK(t_95(29) == Approx(2.045).margin(5e-4));
  CHECK(t_95(1000000) == Approx(z_95).margin(1e-5));
}

TEST_CASE("Wilson's interval is symmetric between success and failure and stays inside 0 and 1") {
  for (std::int64_t trials = 1; trials < 40; ++trials) {
    for (std::int64_t successes = 0; successes <= trials; ++successes) {
      const Interval a = wilson_interval(successes, trials);
      const Interval b = wilson_interval(trials - successes, trials);
      const double p = static_cast<double>(successes) / static_cast<double>(trials);
      CHECK(a.low >= 0.0);
      CHECK(a.high <= 1.0);
      CHECK(a.low <= p);
      CHECK(a.high >= p);
      CHECK(a.low == Approx(1.0 - b.high).margin(1e-12));
    }
  }
}

TEST_CASE("the 95 % interval covers the true probability in about 95 % of simulated batches") {
  // The exact coverage of Wilson's interval at 64 trials, summed over the binomial law, is the oracle; 20,000 batches
  // estimate it with a standard error of at most 0.0016. Limit 5 sigma: false-alarm rate below 1e-5 for the six checks.
  constexpr std::int64_t trials = 64;
  constexpr int batches = 20000;
  std::uint32_t stream = 0;
  for (const double p : {0.02, 0.1, 0.3, 0.5, 0.8, 0.97}) {
    double exact = 0.0;
    for (std::int64_t k = 0; k <= trials; ++k) {
      const Interval interval = wilson_interval(k, trials);
      if (interval.low > p || interval.high < p) continue;
      const double log_choose = std::lgamma(trials + 1.0) - std::lgamma(k + 1.0) - std::lgamma(trials - k + 1.0);
      exact += std::exp(log_choose + k * std::log(p) + (trials - k) * std::log1p(-p));
    }
    RandomStream random(1, 0, stream++);
    int covered = 0;
    for (int batch = 0; batch < batches; ++batch) {
      std::int64_t successes = 0;
      for (std::int64_t trial = 0; trial < trials; ++trial) successes += random.uniform() < p ? 1 : 0;
      const Interval interval = wilson_interval(successes, trials);
      covered += interval.low <= p && p <= interval.high ? 1 : 0;
    }
    const double sigma = std::sqrt(exact * (1.0 - exact) / batches);
    INFO("p = " << p << ", exact coverage " << exact);
    CHECK(std::abs(covered / static_cast<double>(batches) - exact) < 5.0 * sigma);
    CHECK(exact > 0.91);  // Wilson's coverage oscillates about 0.95 and does not collapse at the ends
  }
}

TEST_CASE("time to solution follows the formula and is never shorter than one read") {
  CHECK(tts99(2.0, 0.5) == Approx(2.0 * std::log(0.01) / std::log(0.5)));  // 6.64 reads
  CHECK(tts99(1.0, 0.01) == Approx(458.2106).epsilon(1e-6));
  CHECK(tts99(1.0, 0.9) == Approx(2.0));
  CHECK(tts99(3.0, 0.99) == 3.0);
  CHECK(tts99(3.0, 0.9999) == 3.0);
  CHECK(tts99(3.0, 1.0) == 3.0);
  CHECK(std::isinf(tts99(3.0, 0.0)));
}

TEST_CASE("repeating reads for TTS99 meets the target in 99 % of simulated attempts") {
  // 20,000 attempts: standard error 0.0007; the number of reads is rounded up, so the rate is 0.99 or a little more.
  // One-sided limits at 5 sigma: false-alarm rate below 1e-6.
  constexpr double p = 0.07;
  const auto reads = static_cast<int>(std::ceil(tts99(1.0, p)));
  const double exact = 1.0 - std::pow(1.0 - p, reads);
  CHECK(exact >= 0.99);
  RandomStream random(2, 0, 0);
  int met = 0;
  for (int attempt = 0; attempt < 20000; ++attempt) {
    bool hit = false;
    for (int read = 0; read < reads; ++read) hit = random.uniform() < p || hit;
    met += hit ? 1 : 0;
  }
  CHECK(std::abs(met / 20000.0 - exact) < 5.0 * std::sqrt(exact * (1.0 - exact) / 20000.0));
}

TEST_CASE(
    "the interval of the time to solution carries Wilson's ends over; without a success only its lower end is known") {
  const TimeToSolution some = time_to_solution(0.5, 8, 64);
  const Interval p = wilson_interval(8, 64);
  CHECK(some.seconds == tts99(0.5, 0.125));
  CHECK(some.interval.low == tts99(0.5, p.high));
  CHECK(some.interval.high == tts99(0.5, p.low));
  const TimeToSolution none = time_to_solution(0.5, 0, 64);
  CHECK(std::isinf(none.seconds));
  CHECK(std::isinf(none.interval.high));
  CHECK(none.interval.low == Approx(tts99(0.5, wilson_interval(0, 64).high)));
  const TimeToSolution all = time_to_solution(0.5, 64, 64);
  CHECK(all.seconds == 0.5);
  CHECK(all.interval.low == 0.5);
}

TEST_CASE("quantiles interpolate between order statistics") {
  CHECK(quantile({3.0, 1.0, 2.0, 4.0}, 0.5) == 2.5);
  CHECK(quantile({3.0, 1.0, 2.0, 4.0}, 0.0) == 1.0);
  CHECK(quantile({3.0, 1.0, 2.0, 4.0}, 1.0) == 4.0);
  CHECK(quantile({10.0, 20.0, 30.0, 40.0, 50.0}, 0.1) == Approx(14.0));  // R: quantile(c(10,20,30,40,50), 0.1)
  CHECK(quantile({7.0}, 0.3) == 7.0);
  CHECK(std::isnan(quantile({}, 0.3)));
}
