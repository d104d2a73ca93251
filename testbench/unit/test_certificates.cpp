// Every solution vector of the benchmark folder evaluates to the value stated beside it, and every instance there is
// the one of the shipped table. Needs ../shared/bench beside the repository; says so and passes without.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <sstream>

#include "models/problem/problem.hpp"
#include "sim/io/instances.hpp"
#include "sim/io/problem_hash.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/io/problem_writer.hpp"
#include "sim/io/sha256.hpp"
#include "sim/io/text_file.hpp"

using namespace isinglass;
namespace fs = std::filesystem;

namespace {

const fs::path bench = ISINGLASS_BENCH_DIR;

bool bench_is_here() {
  if (fs::exists(bench / "best-known.csv")) return true;
  WARN("skipped: the benchmark folder " << bench << " is not here");
  return false;
}

struct Row {
  std::string instance;
  std::string file;
  double best_known = 0.0;
};

// The columns set, instance, file ... best_known; quoted cells come only behind them.
std::vector<Row> bench_rows() {
  std::istringstream text(read_text_file((bench / "best-known.csv").string()));
  std::vector<Row> rows;
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line)) {
    std::vector<std::string> cells(8);
    std::istringstream stream(line);
    for (auto& cell : cells) std::getline(stream, cell, ',');
    rows.push_back({cells[1], cells[2], std::stod(cells[7])});
  }
  return rows;
}

// K2000 is stored as signs alone; everything else is a problem file.
Problem load_row(const Row& row) {
  const Instance* known = find_instance(row.instance);
  REQUIRE(known != nullptr);
  if (row.instance == "K2000") return load_problem("K2000");
  ProblemOptions options;
  if (known->kind == Kind::ising) options.kind = Kind::ising;
  return load_problem((bench / row.file).string(), options);
}

std::vector<Spin> spins_of(const std::string& bits) {
  std::vector<Spin> spins;
  for (const char bit : bits) spins.push_back(bit == '1' ? Spin{1} : Spin{-1});
  return spins;
}

}  // namespace

TEST_CASE("every certificate evaluates to its stated value") {
  if (!bench_is_here()) return;
  std::map<std::string, std::pair<double, std::string>> certificates;
  std::istringstream text(read_text_file((bench / "certificates.csv.gz").string()));
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line)) {
    std::istringstream stream(line);
    std::string name;
    std::string value;
    std::string bits;
    std::getline(stream, name, ',');
    std::getline(stream, value, ',');
    std::getline(stream, bits, ',');
    certificates[name] = {std::stod(value), bits};
  }
  // QUBO instances stand there with their suffix; some rows belong to files that are not in the folder.
  const auto rows = bench_rows();
  CHECK(rows.size() == instances().size());
  for (const auto& row : rows) {
    INFO(row.instance);
    const auto problem = load_row(row);
    const bool plain = certificates.count(row.instance) == 1;
    const auto& [value, bits] = certificates.at(plain ? row.instance : row.instance + ".sparse");
    REQUIRE(bits.size() == static_cast<std::size_t>(problem.size()));
    CHECK(objective(problem, spins_of(bits)) == value);
  }
}

TEST_CASE("the optimal cuts of the small graphs evaluate to their stated value") {
  if (!bench_is_here()) return;
  std::istringstream text(read_text_file((bench / "small" / "index.csv").string()));
  std::string line;
  std::getline(text, line);
  int graphs = 0;
  for (; std::getline(text, line); ++graphs) {
    std::vector<std::string> cells(6);
    std::istringstream stream(line);
    for (auto& cell : cells) std::getline(stream, cell, ',');
    INFO(cells[0]);
    const auto problem = load_problem((bench / "small" / (cells[0] + ".rud")).string());
    CHECK(objective(problem, spins_of(cells[5])) == std::stod(cells[3]));
  }
  CHECK(graphs == 22);
}

TEST_CASE("the shipped table holds every instance and best-known value of the benchmark folder") {
  if (!bench_is_here()) return;
  const auto rows = bench_rows();
  CHECK(rows.size() == instances().size());
  for (const auto& row : rows) {
    INFO(row.instance);
    const auto problem = load_row(row);
    CHECK(best_known(row.instance)->value == row.best_known);
    CHECK(problem_sha256(problem) == find_instance(row.instance)->problem_sha256);
    const auto by_content = best_known(problem);
    REQUIRE(by_content);
    CHECK(by_content->value == row.best_known);
  }
}

TEST_CASE("all 71 G-set graphs are generated line for line as they are published") {
  if (!bench_is_here()) return;
  int compared = 0;
  for (const auto& row : bench_rows()) {
    if (row.file.rfind("gset/", 0) != 0) continue;
    const std::string published = read_text_file((bench / row.file).string());
    CHECK((rudy_text(load_problem(row.instance)) == published));
    ++compared;
  }
  CHECK(compared == 71);
}

TEST_CASE("every generated rudy text has the SHA-256 of the published file") {
  for (const auto& row : instances()) {
    if (row.rudy_arguments.empty()) continue;
    INFO(row.name);
    // The published file of K2000 has a blank behind its first line.
    const auto text = rudy_text(load_problem(row.name), row.name == "K2000" ? " \n" : "\n");
    CHECK(sha256_hex(text) == row.rudy_sha256);
  }
}

TEST_CASE("a best-known value follows the content, not the name of a file") {
  auto problem = load_problem("G11");
  problem.name = "something else";
  std::reverse(problem.couplings.begin(), problem.couplings.end());
  REQUIRE(best_known(problem));
  CHECK(best_known(problem)->instance == "G11");
  CHECK(best_known(problem)->value == 564.0);
  // Read as Ising, the same graph has the energy sum w - 2 cut.
  double total = 0.0;
  for (const auto& edge : problem.couplings) total += edge.value;
  problem.kind = Kind::ising;
  CHECK(best_known(problem)->value == total - 2.0 * 564.0);
  problem.name = "G11";
  problem.couplings.pop_back();
  CHECK_FALSE(best_known(problem));
  CHECK_FALSE(best_known("no such instance"));
}
