// Sessions on a ring board behind a line that lies: problems, right answers, and what becomes of them.
#pragma once

#include <catch2/catch.hpp>

#include "hw/host/anneal_session.hpp"
#include "hw/host/link_transport.hpp"
#include "hw/host/pbit_ring_load.hpp"
#include "models/digital/pbit_ring.hpp"
#include "models/random.hpp"
#include "testbench/link/faulty_stream.hpp"

namespace isinglass {

/// A problem of 5 to 32 spins with its image and the right answers to some runs.
struct Case {
  Case(std::uint64_t seed, const PbitRingSize& size) {
    RandomStream random(seed, 0, 0x6361);
    Problem problem;
    const auto n = static_cast<std::int32_t>(5 + random.below(28));
    problem.fields.resize(static_cast<std::size_t>(n));
    for (double& h : problem.fields) h = static_cast<double>(random.below(5)) - 2.0;
    for (std::int32_t i = 0; i < n; ++i) {
      for (std::int32_t j = i + 1; j < n; ++j) {
        const double value = static_cast<double>(random.below(15)) - 7.0;
        if (value != 0.0) problem.couplings.push_back({i, j, value});
      }
    }
    image = std::make_shared<const PbitRingImage>(pbit_ring_image(problem, size));
    for (int k = 0; k < 4; ++k) {
      const auto hot = static_cast<std::uint32_t>(8U << 24U);
      const std::uint32_t sweeps = 5 + random.below(20);
      runs.push_back({random.word() | std::uint64_t{random.word()} << 32U,
                      sweeps,
                      hot,
                      hot / sweeps,
                      true,
                      true,
                      random.below(2) == 0,
                      {}});
      answers.push_back(PbitRing(image).run(runs.back()));
    }
  }
  std::shared_ptr<const PbitRingImage> image;
  std::vector<AnnealRun> runs;
  std::vector<AnnealResult> answers;
};

/// What sessions came to.
struct Outcome {
  std::int64_t faults = 0, frames = 0, sessions = 0, answered = 0, failed = 0, audits_failed = 0, doubts = 0;
  std::array<std::int64_t, fault_kinds> kinds{};
};

/// One session: load, all runs, audit, as often as it takes. Counts what it came to; a wrong answer fails the test.
template <class Board>
void hold_session(const Case& asked, FaultyStream<Board>& line, const LinkOptions& options, std::uint64_t seed,
                  Outcome& outcome) {
  LinkTransport link(line, options);
  ++outcome.sessions;
  try {
    AnnealSession session(link, core_pbit_ring);
    session.load(load_of(*asked.image));
    std::vector<AnnealResult> results;
    int rounds = 0;
    do {
      results.clear();
      for (const AnnealRun& run : asked.runs) results.push_back(session.run(run));
    } while (!session.audit() && ++rounds < 5);
    outcome.audits_failed += session.statistics().audits_failed;
    outcome.doubts += session.statistics().doubts;
    if (rounds < 5) {
      ++outcome.answered;
      INFO("session " << seed);
      REQUIRE(results == asked.answers);
    }
  } catch (const HardwareError&) {
    ++outcome.failed;
  }
  outcome.frames += line.frames();
  for (std::size_t k = 0; k < fault_kinds; ++k) {
    outcome.kinds[k] += line.faults()[k];
    outcome.faults += line.faults()[k];
  }
}

}  // namespace isinglass
