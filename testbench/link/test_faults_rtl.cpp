// The same sessions with the Verilog at the other end, at its serial pins: link, registers and core of pbit_ring.
#include <Vring_link_small.h>

#include "sim/cosim/link_pins.hpp"
#include "testbench/link/fault_sessions.hpp"

using namespace isinglass;

namespace {

constexpr double clock_hz = 12e6;  // as verilated: 12 MHz, 3 MBd, a silence of 200 us
constexpr int clocks_per_bit = 4;
constexpr PbitRingSize board_size{64, 4, 10};
constexpr LinkOptions quick{.timeout_s = 0.005, .silence_s = 0.0003};

using Pins = LinkPins<Vring_link_small>;

Outcome campaign(const FaultPlan& plan, std::int64_t faults, std::uint64_t first_seed) {
  Outcome outcome;
  Pins board(clock_hz, clocks_per_bit);
  for (std::uint64_t seed = first_seed; outcome.faults < faults; ++seed) {
    board.reset();
    FaultyStream line(board, plan, seed, [&] { board.reset(); });
    hold_session(Case(seed, board_size), line, quick, seed, outcome);
  }
  return outcome;
}

//                                   flip loss dbl swap garb burst stall forged reset unplugged
constexpr FaultPlan natural = {0.02, {1, 1, 1, 1, 1, 1, 0.3, 0.0, 0.05, 0.002}, 0.03};
constexpr FaultPlan forging = {0.02, {0, 0, 0, 0, 0, 0, 0, 1, 0, 0}, 0.03};
constexpr FaultPlan everything = {0.02, {1, 1, 1, 1, 1, 1, 0.3, 2, 0.05, 0.002}, 0.03};

}  // namespace

TEST_CASE("a session at the pins of the Verilog gives the twin's answers") {
  Pins board(clock_hz, clocks_per_bit);
  Outcome outcome;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    FaultyStream line(board, FaultPlan{}, seed, [] {});
    hold_session(Case(seed, board_size), line, quick, seed, outcome);
  }
  CHECK(outcome.answered == 3);
  CHECK(outcome.doubts == 0);
}

TEST_CASE("faults between driver and Verilog never make a wrong answer") {
  const Outcome natural_faults = campaign(natural, 60, 100);
  CHECK(natural_faults.answered > natural_faults.sessions / 2);
  const Outcome forged = campaign(forging, 60, 200);
  CHECK(forged.answered > forged.sessions / 2);
}

TEST_CASE("a thousand faults between driver and Verilog and no wrong answer", "[.campaign]") {
  const Outcome outcome = campaign(everything, 1000, 1000);
  WARN(outcome.faults << " faults in " << outcome.frames << " frames, " << outcome.sessions << " sessions, "
                      << outcome.answered << " answered, " << outcome.failed << " ended with an error");
  CHECK(outcome.answered > outcome.sessions / 2);
}
