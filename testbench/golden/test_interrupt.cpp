// Ctrl-C, time limits, closed pipes and full disks, with the real program.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "testbench/golden/shell.hpp"

using namespace golden;

namespace {

// A wait of the shell, longer where the program is slower: with sanitizers or without optimisation.
std::string wait_s(double seconds) { return fmt::format("sleep {}\n", ISINGLASS_SLOWNESS * seconds); }

// Starts a run that would take minutes, lets it finish some reads, and sends the signals.
Outcome interrupted_run(const std::string& arguments, const std::string& signals) {
  const TemporaryFolder folder;
  return run_script(
      "isinglass solve G1 --threads 2 -q " + arguments + " & job=$!\n" + wait_s(1.0) + signals + "wait $job",
      folder.path());
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Ctrl-C ends a run with the reads that are finished, marked interrupted, and exit code 130") {
  // bash starts background jobs with SIGINT ignored, as a script does; the program asks for the signal itself.
  const Outcome outcome = interrupted_run("--reads 10000000 --json", "kill -INT $job\n");
  CHECK(outcome.exit_code == 130);
  CHECK(contains(outcome.out, "\"interrupted\": true"));
  CHECK(contains(outcome.out, "\"reads\": "));
  CHECK_FALSE(contains(outcome.out, "\"reads\": 0,"));
  CHECK(contains(outcome.out, "\"objectives\": ["));
  CHECK(outcome.out.back() == '\n');
}

TEST_CASE("a polite request to end (SIGTERM) is treated as Ctrl-C") {
  const Outcome outcome = interrupted_run("--reads 10000000", "kill -TERM $job\n");
  CHECK(outcome.exit_code == 130);
  CHECK(contains(outcome.out, "Interrupted: these are the reads that were finished."));
}

TEST_CASE("Ctrl-C ends a campaign with the runs that are finished, and --resume makes the others") {
  const TemporaryFolder folder;
  const std::string campaign = "isinglass bench sk:100:1 --sampler anneal -p sweeps=100 --seeds 0..9999";
  const Outcome cut = run_script(
      campaign + " --reads 64 --json -q -o run & job=$!\n" + wait_s(1.0) + "kill -INT $job\nwait $job", folder.path());
  CHECK(cut.exit_code == 130);
  CHECK(contains(cut.out, "\"interrupted\": true"));
  CHECK(contains(cut.out, "\"seed\": 0,"));
  const Outcome resumed =
      run_script("isinglass bench --config run/config.toml --seeds 0..1 --resume -o run --json", folder.path());
  CHECK(resumed.exit_code == 0);
  CHECK(contains(resumed.out, "\"interrupted\": false"));
  CHECK(contains(resumed.err, "2 of 2 runs are there already"));
}

TEST_CASE("a single request ends a trajectory between two recorded instants, with what there is") {
  for (const std::string engine : {"adaptive", "fixed"}) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_script("isinglass simulate sk:8:1 --sampler bifurcation -p steps=4000000000 -q --engine " + engine +
                       " & job=$!\n" + wait_s(0.5) + "kill -TERM $job\nwait $job",
                   folder.path());
    INFO(engine);
    CHECK(outcome.exit_code == 130);
    CHECK(contains(outcome.out, "Stopped (interrupted) after"));
  }
}

TEST_CASE("Ctrl-C twice stops at once, without an answer") {
  const Outcome outcome =
      interrupted_run("--reads 64 -p sweeps=100000000", "kill -INT $job\n" + wait_s(0.2) + "kill -INT $job\n");
  CHECK(outcome.exit_code == 130);
  CHECK(outcome.out.empty());
  CHECK(contains(outcome.err, "isinglass: stopped"));
}

TEST_CASE("a closed pipe ends the program quietly") {
  const TemporaryFolder folder;
  const Outcome outcome = run_script(
      "set -o pipefail\n"
      "isinglass solve sk:10:1 -q --reads 20000 --json --samples | head -c 10 >/dev/null",
      folder.path());
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("a full disk is not taken for success") {
  const TemporaryFolder folder;
  const Outcome outcome = run_script("isinglass solve sk:10:1 -q >/dev/full", folder.path());
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "isinglass: error: cannot write the answer to standard output: No space left on device\n");
}

TEST_CASE("a time limit ends the run in time and says so, with exit code 0") {
  const TemporaryFolder folder;
  const Outcome outcome = run_script(
      fmt::format("timeout {} isinglass solve G1 -q --reads 10000000 --time-limit 0.3", 20 * ISINGLASS_SLOWNESS),
      folder.path());
  CHECK(outcome.exit_code == 0);
  CHECK(contains(outcome.out, "anneal finished "));
  CHECK(contains(outcome.out, " of 10000000 reads (time limit)."));
}

TEST_CASE("the answer is the same for any number of threads, run after run") {
  const TemporaryFolder folder;
  const auto answer = [&](const std::string& arguments) {
    return run_script("isinglass solve G1 -q --reads 70 -p sweeps=30 --json --samples " + arguments + " | grep -v _ns",
                      folder.path());
  };
  const Outcome one = answer("--threads 1");
  REQUIRE(one.exit_code == 0);
  CHECK(answer("--threads 3").out == one.out);
  CHECK(answer("--threads 2").out == one.out);
  CHECK(answer("--threads 2 --seed 1").out != one.out);
}

TEST_CASE("without a terminal a long run prints a line of progress every ten seconds, and a short one none") {
  const TemporaryFolder folder;
  const Outcome quick = run_script("isinglass solve G1 --reads 2 -p sweeps=10", folder.path());
  CHECK(quick.exit_code == 0);
  CHECK(quick.err.empty());
}
