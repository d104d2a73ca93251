// The link does not lie: a session on a board behind a line that damages, loses, delays and forges, with a board that
// is reset and unplugged. Whatever happens, an answer that is believed is the twin's, bit for bit.
#include <catch2/catch.hpp>

#include "testbench/link/fault_sessions.hpp"
#include "testbench/link/ring_board.hpp"

using namespace isinglass;

namespace {

constexpr PbitRingSize board_size{32, 4, 10};

void hold_session(const Case& asked, const FaultPlan& plan, std::uint64_t seed, Outcome& outcome) {
  RingBoard board(board_size, seed);
  RandomStream random(seed, 0, 0x7265);
  FaultyStream line(board, plan, seed, [&] { board.reset(random.below(2) == 0); });
  isinglass::hold_session(asked, line, {}, seed, outcome);
}

/// Sessions until that many faults have been met.
Outcome campaign(const FaultPlan& plan, std::int64_t faults, std::uint64_t first_seed) {
  std::vector<Case> cases;
  for (std::uint64_t k = 0; k < 16; ++k) cases.emplace_back(first_seed + k, board_size);
  Outcome outcome;
  for (std::uint64_t seed = first_seed; outcome.faults < faults; ++seed) {
    hold_session(cases[seed % cases.size()], plan, seed, outcome);
  }
  return outcome;
}

//                                   flip loss dbl swap garb burst stall forged reset unplugged
constexpr FaultPlan natural = {0.02, {1, 1, 1, 1, 1, 1, 0.3, 0.0, 0.05, 0.002}};
constexpr FaultPlan forging = {0.01, {0, 0, 0, 0, 0, 0, 0, 1, 0, 0}};
constexpr FaultPlan everything = {0.02, {1, 1, 1, 1, 1, 1, 0.3, 2, 0.05, 0.002}};
constexpr FaultPlan hopeless = {0.12, {1, 1, 1, 1, 1, 1, 1, 3, 0.05, 0.002}};

void report(const char* name, const Outcome& o) {
  std::string kinds;
  for (const auto count : o.kinds) kinds += " " + std::to_string(count);
  WARN(name << ": " << o.faults << " faults in " << o.frames << " frames (" << kinds << " ), " << o.sessions
            << " sessions, " << o.answered << " answered, " << o.failed << " ended with an error, " << o.doubts
            << " doubts, " << o.audits_failed << " audits failed; no wrong answer");
}

}  // namespace

TEST_CASE("a session on a clean line gives the twin's answers without a doubt") {
  const Outcome outcome = [] {
    Outcome sum;
    for (std::uint64_t seed = 0; seed < 50; ++seed) hold_session(Case(seed, board_size), {}, seed, sum);
    return sum;
  }();
  CHECK(outcome.answered == 50);
  CHECK(outcome.doubts == 0);
}

// ---- one fault at a time ------------------------------------------------------------------------------------------

namespace {

/// A session with nothing between it and the board.
struct Quiet {
  explicit Quiet(std::uint64_t seed)
      : asked(seed, board_size), board(board_size, seed), link(board), session(link, core_pbit_ring) {
    session.load(load_of(*asked.image));
  }
  void check_runs() {
    for (std::size_t k = 0; k < asked.runs.size(); ++k) CHECK(session.run(asked.runs[k]) == asked.answers[k]);
  }
  Case asked;
  RingBoard board;
  LinkTransport<RingBoard> link;
  AnnealSession<LinkTransport<RingBoard>> session;
};

}  // namespace

TEST_CASE("a start that the core has not heard is noticed, and the run before is not taken for its answer") {
  Quiet quiet(1);
  AnnealRun again = quiet.asked.runs[0];  // as long as the first, so that only the seed tells them apart
  again.seed ^= 0x1234567800ULL;
  CHECK(quiet.session.run(quiet.asked.runs[0]) == quiet.asked.answers[0]);
  quiet.board.ignored_starts = 1;
  CHECK(quiet.session.run(again) == PbitRing(quiet.asked.image).run(again));
  CHECK(quiet.session.statistics().doubts == 1);
  CHECK(quiet.session.audit());
  quiet.board.ignored_starts = 1000;
  CHECK_THROWS_WITH(quiet.session.run(again), Catch::Matchers::Contains("has not begun its run"));
}

TEST_CASE("a coupling that changes after loading is found: no run since the last audit counts") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Quiet quiet(seed);
    quiet.check_runs();
    CHECK(quiet.session.audit());
    quiet.board.poke(3, seed % 5 * 4, 1U << seed % 32);  // of the first spins, which every problem has
    for (const AnnealRun& run : quiet.asked.runs) static_cast<void>(quiet.session.run(run));
    CHECK_FALSE(quiet.session.audit());
    quiet.check_runs();
    CHECK(quiet.session.audit());
  }
}

TEST_CASE("a board that was reset is loaded again, and runs made on memory found wrong do not count") {
  for (const bool memories_lost : {false, true}) {
    Quiet quiet(3);
    quiet.check_runs();
    quiet.board.reset(memories_lost);
    quiet.check_runs();
    CHECK(quiet.session.statistics().loads == 2);
    CHECK(quiet.session.statistics().doubts == 1);
    CHECK(quiet.session.audit() == !memories_lost);  // nobody knows when the memories were lost
    quiet.check_runs();
    CHECK(quiet.session.audit());
  }
}

TEST_CASE("answers to somebody who was there before are not taken for one's own") {
  const Case asked(4, board_size);
  RingBoard board(board_size);
  for (std::uint8_t sequence = 0; sequence < 40; ++sequence) {
    board.send(encode(LinkRequest{sequence, LinkCommand::read, 0x20, 7, {}}));
  }
  board.send(Bytes{0x5A, 1, 2, 3});  // and a request that was broken off
  LinkTransport link(board);
  link.resynchronise();
  AnnealSession session(link, core_pbit_ring);
  session.load(load_of(*asked.image));
  CHECK(session.run(asked.runs[0]) == asked.answers[0]);
  CHECK(session.audit());
  CHECK(session.statistics().doubts == 0);
  CHECK(link.statistics().retries == 0);
}

TEST_CASE("progress of loading counts every word twice: written, and read back") {
  const Case asked(2, board_size);
  RingBoard board(board_size);
  LinkTransport link(board);
  std::vector<std::size_t> done;
  std::size_t all = 0;
  AnnealSession session(link, core_pbit_ring, {.loading = [&](std::size_t now, std::size_t total) {
                          done.push_back(now);
                          all = total;
                        }});
  session.load(load_of(*asked.image));
  CHECK(std::is_sorted(done.begin(), done.end()));
  CHECK(done.back() == all);
  CHECK(all == 2 * asked.image->initial.size() * (1 + 4));
}

TEST_CASE("answers held up for long are not taken for newer ones") {
  // Only stalls, often, and longer than the host waits: the numbers of requests come round while old answers are out.
  const Outcome outcome = campaign({0.1, {0, 0, 0, 0, 0, 0, 1, 0, 0, 0}}, 1000, 40000);
  CHECK(outcome.answered > 0);
}

// ---- many ---------------------------------------------------------------------------------------------------------

TEST_CASE("damage, loss, stalls, resets and a pulled plug never make a wrong answer, and seldom none") {
  const Outcome outcome = campaign(natural, 3000, 1000);
  CHECK(outcome.answered > 9 * outcome.sessions / 10);
}

TEST_CASE("frames damaged behind the CRC's back never make a wrong answer, and seldom none") {
  const Outcome outcome = campaign(forging, 2000, 20000);
  CHECK(outcome.answered > 9 * outcome.sessions / 10);
  CHECK(outcome.doubts > 100);
}

TEST_CASE("a line on which nothing works ends in an error, not in a wrong answer or a loop") {
  const Outcome outcome = campaign(hopeless, 2000, 30000);
  CHECK(outcome.failed > 0);
}

TEST_CASE("a hundred thousand faults of every kind and no wrong answer", "[.campaign]") {
  report("natural", campaign(natural, 100000, 100000));
  report("forged", campaign(forging, 100000, 1000000));
  report("everything", campaign(everything, 100000, 2000000));
  report("hopeless", campaign(hopeless, 20000, 3000000));
}
