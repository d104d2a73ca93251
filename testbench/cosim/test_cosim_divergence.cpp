// A twin that is told something else than the Verilog: the co-simulation says where the two part. One run per process.
#include <catch2/catch.hpp>

#include "models/analog/oscillator_anneal.hpp"
#include "sim/cosim/cosim.hpp"

using namespace isinglass;

TEST_CASE("a difference from the twin is found at its first flip, and a second kernel in one process is refused") {
  Problem ring;
  ring.name = "ring";
  ring.fields.assign(24, 0.0);
  for (std::int32_t i = 0; i < 24; ++i)
    ring.couplings.push_back({std::min(i, (i + 1) % 24), std::max(i, (i + 1) % 24), 1.0});
  OscillatorAnneal anneal;
  anneal.length = 20.0;
  CosimOptions options;
  options.image = std::make_shared<PbitSparseImage>(pbit_sparse_image(ring, PbitSparseSize{}));
  options.run = {5, 50, pbit_sparse_temperature(2.0), pbit_sparse_temperature(2.0) / 50, true, true};
  options.twin_run = options.run;
  options.twin_run->seed = 7;
  options.oscillator = design_oscillator(ring, anneal);
  options.step_s = automatic_step_s(ring, options.oscillator);
  options.points = 10;
  const CosimResult result = run_cosim(ring, options);
  REQUIRE(result.first_divergence);
  CHECK(result.first_divergence->index < 10);
  CHECK(result.first_divergence->rtl != result.first_divergence->twin);
  CHECK(result.first_divergence->time_s < result.window_s);
  PbitSparse twin(options.image);
  CHECK(twin.run(options.run).spins == result.annealer.spins);
  CHECK_THROWS_WITH(run_cosim(ring, options), Catch::Matchers::Contains("cannot be started twice"));
}
