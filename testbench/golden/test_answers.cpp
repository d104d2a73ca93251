// What the program leaves behind, laid beside each other and beside known answers: files of a trajectory, pictures and
// charts of reports, sparse codes of the bench.
#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/io/matrix_file.hpp"
#include "sim/io/npz.hpp"
#include "testbench/golden/shell.hpp"
#include "testbench/physics/sparse_instances.hpp"
#include "testbench/read_waves.hpp"

using namespace isinglass;
using namespace golden;
using nlohmann::json;

namespace {

/// The answer of a command that must succeed.
std::string answer(const TemporaryFolder& folder, const std::string& script) {
  const Outcome outcome = run_script(script, folder.path());
  INFO(script << '\n' << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return outcome.out;
}

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

/// What stands between `begin` and the next `end`, from `at` on, which is moved behind it.
std::string next_between(const std::string& text, const std::string& begin, const std::string& end, std::size_t& at) {
  const auto from = text.find(begin, at);
  if (from == std::string::npos) return "";
  at = text.find(end, from + begin.size());
  return text.substr(from + begin.size(), at - from - begin.size());
}

/// The columns of a CSV file by their names.
std::map<std::string, std::vector<double>> read_csv(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::string> names;
  std::map<std::string, std::vector<double>> columns;
  std::string line;
  for (std::size_t row = 0; std::getline(lines, line); ++row) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t k = 0; std::getline(cells, cell, ','); ++k) {
      if (row == 0) names.push_back(cell);
      if (row > 0) columns[names.at(k)].push_back(std::stod(cell));
    }
  }
  return columns;
}

constexpr const char* kTrajectory =
    "isinglass simulate sk:6:1 --points 30 -p length=50 -p noise_start=0 -p noise_end=0 -p shil_end=2 -q -o run --json";

std::vector<double> array_of(NpzArrays& arrays, const std::string& name) { return npy_as_doubles(arrays.at(name)); }

}  // namespace

TEST_CASE("the CSV and the arrays of a trajectory hold the same numbers, and end where the answer says") {
  const TemporaryFolder folder;
  const json said = json::parse(answer(folder, kTrajectory));
  auto table = read_csv(content_of(folder.path() / "run/trajectory.csv"));
  NpzArrays arrays = read_npz(content_of(folder.path() / "run/trajectory.npz"), "trajectory.npz");
  CHECK(table.at("time_s") == array_of(arrays, "time_s"));
  CHECK(table.at("energy") == array_of(arrays, "energy"));
  CHECK(table.at("objective") == array_of(arrays, "objective"));
  const auto states = array_of(arrays, "states");
  REQUIRE(arrays.at("states").shape == std::vector<std::size_t>{6, 30});
  for (std::size_t i = 0; i < 6; ++i) {
    const auto& phase = table.at(fmt::format("phase_{}", i + 1));
    CHECK(std::equal(phase.begin(), phase.end(), states.begin() + static_cast<std::ptrdiff_t>(30 * i)));
    CHECK(phase.back() == said["final_state"][i].get<double>());
    CHECK(array_of(arrays, "spins")[29 * 6 + i] == said["spins"][i].get<double>());
  }
  CHECK(table.at("time_s").back() == said["time_s"].get<double>());
  CHECK(table.at("energy").back() == said["energy"]["last"].get<double>());
  CHECK(table.at("objective").back() == said["objective"].get<double>());
}

TEST_CASE("the waves of a trajectory show what its arrays hold") {
  const TemporaryFolder folder;
  answer(folder, kTrajectory);
  const auto file = folder.path() / "run/trace.fst";
  if (!std::filesystem::exists(file)) {
    WARN("SKIPPED: this build writes no waves, for Verilator is missing");
    return;
  }
  if (!can_read_waves(ISINGLASS_FST2VCD)) return;
  const Waves waves = read_waves(ISINGLASS_FST2VCD, file);
  NpzArrays arrays = read_npz(content_of(folder.path() / "run/trajectory.npz"), "trajectory.npz");
  const auto time = array_of(arrays, "time_s"), states = array_of(arrays, "states"), spins = array_of(arrays, "spins");
  /// A wave has a value wherever it changes.
  const auto check = [&](const std::string& name, auto&& wanted, auto&& number) {
    const auto& wave = waves.at("machine." + name);
    INFO(name);
    std::size_t at = 0;
    for (std::size_t t = 0; t < time.size(); ++t) {
      const auto ps = static_cast<std::uint64_t>(std::llround(1e12 * time[t]));
      while (at + 1 < wave.size() && wave[at + 1].first <= ps) ++at;
      CHECK(number(wave[at].second) == Approx(wanted(t)).epsilon(1e-14));
    }
  };
  const auto real = [](const std::string& text) { return std::stod(text); };
  check(
      "energy", [energy = array_of(arrays, "energy")](std::size_t t) { return energy[t]; }, real);
  for (std::size_t i = 0; i < 6; ++i) {
    check(
        fmt::format("phase_{}", i + 1), [&](std::size_t t) { return states[30 * i + t]; }, real);
    check(
        fmt::format("spin_{}", i + 1), [&](std::size_t t) { return spins[6 * t + i]; },
        [](const std::string& bit) { return bit == "1" ? 1.0 : -1.0; });
  }
}

TEST_CASE("the report of a trajectory draws its energy, its objective and every phase") {
  const TemporaryFolder folder;
  answer(folder, kTrajectory);
  const std::string page = content_of(folder.path() / "run/report.html");
  std::vector<std::size_t> curves;
  std::size_t at = 0;
  for (std::string svg = next_between(page, "<svg", "</svg>", at); !svg.empty();
       svg = next_between(page, "<svg", "</svg>", at)) {
    curves.push_back(count_of(svg, "class=\"curve\""));
    std::size_t inside = 0;
    for (std::string path = next_between(svg, "<path d=\"", "\"", inside); !path.empty();
         path = next_between(svg, "<path d=\"", "\"", inside)) {
      CHECK(count_of(path, "L") == 29);  // 30 points
    }
  }
  CHECK(curves == std::vector<std::size_t>{1, 1, 6});
}

TEST_CASE("the report of a recall shows, pixel by pixel, the stored pattern, the cue and what was recalled") {
  const TemporaryFolder folder;
  answer(folder, "isinglass recall --patterns glyphs:AO --flip 0.1 --seed 1 --sampler dense-memory,hopfield -q -o run");
  NpzArrays arrays = read_npz(content_of(folder.path() / "run/recall.npz"), "recall.npz");
  const std::string page = content_of(folder.path() / "run/report.html");
  const std::array<std::string, 4> kinds{"patterns", "cues", "dense-memory_recalled", "hopfield_recalled"};
  std::size_t at = 0;
  for (std::size_t k = 0; k < 8; ++k) {
    const std::string svg = next_between(page, "a picture of few pixels", "</svg>", at);
    std::vector<double> shown(64, -1.0);
    std::size_t inside = 0;
    for (std::string x = next_between(svg, "<rect x=\"", "\"", inside); !x.empty();
         x = next_between(svg, "<rect x=\"", "\"", inside)) {
      const std::string y = next_between(svg, " y=\"", "\"", inside);
      const std::string rest = next_between(svg, "class=\"", "\"", inside);
      const std::size_t pixel = std::stoul(y) / 10 * 8 + std::stoul(x) / 10;
      if (rest == "ink") shown.at(pixel) = 1.0;
    }
    const auto stored = array_of(arrays, kinds[k % 4]);
    INFO(kinds[k % 4] << " of cue " << k / 4);
    CHECK(shown == std::vector<double>(stored.begin() + static_cast<std::ptrdiff_t>(64 * (k / 4)),
                                       stored.begin() + static_cast<std::ptrdiff_t>(64 * (k / 4) + 64)));
  }
}

TEST_CASE("the report of a sweep has a dot with its interval at every point") {
  const TemporaryFolder folder;
  const json said = json::parse(
      answer(folder,
             "isinglass sweep sk:20:1 --sampler anneal --vary sweeps=1,3,10 --reads 16 --target -30 -q -o run --json"));
  const std::string page = content_of(folder.path() / "run/report.html");
  std::size_t at = 0;
  const std::string svg = next_between(page, "<svg", "</svg>", at);
  CHECK(count_of(svg, "class=\"dot\"") == 3);
  CHECK(count_of(svg, "class=\"whisker\"") == 3);
  // Whiskers are as long as the intervals, in one scale.
  std::vector<double> scale;
  std::size_t inside = 0;
  for (std::string line = next_between(svg, "<line ", ">", inside); !line.empty();
       line = next_between(svg, "<line ", ">", inside)) {
    if (line.find("whisker") == std::string::npos) continue;
    std::size_t within = 0;
    const double from = std::stod(next_between(line, "y1=\"", "\"", within));
    const double to = std::stod(next_between(line, "y2=\"", "\"", within));
    const auto& interval = said["rows"][scale.size()]["mean_interval"];
    scale.push_back(std::abs(to - from) / (interval[1].get<double>() - interval[0].get<double>()));
  }
  REQUIRE(scale.size() == 3);
  CHECK(scale[1] == Approx(scale[0]).epsilon(1e-2));
  CHECK(scale[2] == Approx(scale[0]).epsilon(1e-2));
}

namespace {

/// The code as files, through the command.
json reconstructed(const TemporaryFolder& folder, const SparseCode& code, const std::string& words) {
  std::ofstream(folder.path() / "A.npy", std::ios::binary) << write_npy(npy_of(code.dictionary));
  std::ofstream(folder.path() / "s.npy", std::ios::binary) << write_npy(npy_of(code.signal));
  return json::parse(answer(folder, fmt::format("isinglass reconstruct --dictionary A.npy --signal s.npy --lambda {} {}"
                                                " -q --json",
                                                code.lambda, words)));
}

void check_solved(const isinglass::testing::SolvedCode& solved, const json& said) {
  INFO(solved.code.name << ", lambda " << solved.code.lambda);
  CHECK(said["settled"].get<bool>());
  CHECK(said["objective"].get<double>() == Approx(solved.objective).epsilon(1e-9));
  CHECK(said["kkt_residual"].get<double>() < 1e-8);
  const auto numbers = said["x"].get<std::vector<double>>();
  const Eigen::VectorXd x = Eigen::VectorXd::Map(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
  const double residual = (solved.code.dictionary * x - solved.code.signal).norm();
  CHECK(said["residual"].get<double>() == Approx(residual).epsilon(1e-12));
  CHECK((x - solved.x).cwiseAbs().maxCoeff() <= 1e-6 * solved.x.cwiseAbs().maxCoeff());
  std::vector<std::int64_t> support;
  for (Eigen::Index i = 0; i < solved.x.size(); ++i) {
    if (std::abs(solved.x[i]) > 1e-9 * solved.x.cwiseAbs().maxCoeff()) support.push_back(i);
  }
  CHECK(said["support"].get<std::vector<std::int64_t>>() == support);
}

}  // namespace

TEST_CASE("reconstruct meets the solved LASSO problems of the bench to 1e-9, with the residual of its own code") {
  if (!std::filesystem::exists(isinglass::testing::lasso_folder)) {
    WARN("SKIPPED: the solved LASSO problems are not here (" << isinglass::testing::lasso_folder << ")");
    return;
  }
  auto problems = isinglass::testing::diabetes_codes();
  REQUIRE(problems.size() >= 5);
  for (const std::string name : {"sr_16x24_k3.txt", "sr_32x64_k4.txt"}) {
    problems.push_back(isinglass::testing::generated_code(name));
  }
  const TemporaryFolder folder;
  for (const auto& solved : problems) {
    check_solved(solved, reconstructed(folder, solved.code, ""));
    check_solved(solved, reconstructed(folder, solved.code, "-p variant=proximal"));
  }
}

TEST_CASE("reconstruct of the shipped signal has the residual of its own code, and numbers as numbers") {
  const TemporaryFolder folder;
  const json said = json::parse(answer(folder,
                                       "isinglass reconstruct --dictionary \"$SOURCE\"/examples/sparse-signal/"
                                       "dictionary.npy --signal \"$SOURCE\"/examples/sparse-signal/signal.npy"
                                       " --lambda 0.1 -q --json"));
  const std::string data = std::string(ISINGLASS_SOURCE_DIR) + "/examples/sparse-signal/";
  const Eigen::MatrixXd dictionary = read_matrix(data + "dictionary.npy", "the dictionary");
  const Eigen::VectorXd signal = read_vector(data + "signal.npy", "the signal");
  const auto x = said["x"].get<std::vector<double>>();
  const Eigen::VectorXd code = Eigen::VectorXd::Map(x.data(), static_cast<Eigen::Index>(x.size()));
  const double residual = (dictionary * code - signal).norm();
  CHECK(said["residual"].get<double>() == Approx(residual).epsilon(1e-12));
  CHECK(said["objective"].get<double>() == Approx(0.5 * residual * residual + 0.1 * code.lpNorm<1>()).epsilon(1e-12));
  CHECK(said["parameters"]["time_constant"].get<double>() == 1e-6);
  CHECK(said["parameters"]["variant"].get<std::string>() == "lca");
}
