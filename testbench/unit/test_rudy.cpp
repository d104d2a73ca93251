// The generated problems: rudy's graphs against the published files and their hashes, and our own two generators.
#include <algorithm>
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "models/problem/gb_flip.hpp"
#include "models/problem/generators.hpp"
#include "models/problem/rudy.hpp"
#include "sim/io/instances.hpp"
#include "sim/io/problem_hash.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/io/problem_writer.hpp"
#include "sim/io/sha256.hpp"

using namespace isinglass;

TEST_CASE("GB_FLIP passes the two checks printed in Knuth's book") {
  // The Stanford GraphBase, GB_FLIP section 12: seed -314159 gives 119318998 first, and after 133 more calls
  // gb_unif_rand(0x55555555) is 748103812.
  GbFlip random(-314159);
  CHECK(random.next() == 119318998);
  for (int call = 1; call <= 133; ++call) (void)random.next();
  CHECK(random.below(0x55555555) == 748103812);
}

TEST_CASE("every generated instance is the energy function of the table") {
  int generated = 0;
  for (const auto& row : instances()) {
    if (row.rudy_arguments.empty()) continue;
    INFO(row.name);
    const auto problem = load_problem(row.name);
    CHECK(problem.name == row.name);
    CHECK(problem.size() == row.variables);
    CHECK(static_cast<std::int64_t>(problem.couplings.size()) == row.terms);
    CHECK(problem_sha256(problem) == row.problem_sha256);
    ++generated;
  }
  CHECK(generated == 72);
}

TEST_CASE("sk problems couple every pair by +1 or -1 about equally often") {
  const auto problem = load_problem("sk:100:7");
  CHECK(problem.kind == Kind::ising);
  CHECK(problem.couplings.size() == 4950);
  const auto positive = std::count_if(problem.couplings.begin(), problem.couplings.end(),
                                      [](const Coupling& c) { return c.value == 1.0; });
  const auto negative = std::count_if(problem.couplings.begin(), problem.couplings.end(),
                                      [](const Coupling& c) { return c.value == -1.0; });
  CHECK(positive + negative == 4950);
  CHECK(std::abs(positive - negative) < 300);
}

TEST_CASE("every vertex of a regular graph has the degree asked for") {
  for (const auto& [n, d] : {std::pair{50, 3}, {20, 10}, {20, 17}, {9, 8}, {7, 0}, {100, 49}}) {
    const auto problem = regular_problem(n, d, 5);
    std::vector<int> degree(static_cast<std::size_t>(n), 0);
    for (const auto& edge : problem.couplings) {
      CHECK(edge.i < edge.j);
      ++degree[static_cast<std::size_t>(edge.i)];
      ++degree[static_cast<std::size_t>(edge.j)];
    }
    CHECK(std::all_of(degree.begin(), degree.end(), [&, wanted = d](int k) { return k == wanted; }));
  }
}

TEST_CASE("sk, gaussian and regular problems never change") {
  // From a second implementation, written in another language from the words of docs/formats.md alone.
  const std::pair<const char*, const char*> frozen[] = {
      {"sk:100:7", "d6182d1399821b7d239099e19130c92f03da7dccf4b3c0158be147dc63b25c18"},
      {"sk:33:9223372036854775813", "87ee18fa60b7471b04434abb71d694f70be9b484171d737f98ee19a482e3ab39"},
      {"gaussian:40:7", "0f3a4960649e044c170b4c90746c7a1dbb45aed2f55985a2bada9b1109aac568"},
      {"gaussian:40:9223372036854775813", "9719188c7105ada606b476e1f4fcf1cab1b50cda57dc3f29416bbee293626897"},
      {"gaussian:40:3:7", "272adfd7673ca7c11614abc5715b54564cac819804bb9901d3d2486cc8e44b6c"},
      {"regular:100:3:7", "bd79809e44c3dcb796705ded0c8657d56c91d60fb4a15d1acfb84454bc1d6da1"},
      {"regular:50:40:1099511627776", "737869eaa2fd2fd900ba5e165da4cf5226fbc8228316f4529da2a68455c776b3"},
      {"regular:30:14:1", "4b0f587b7106585460a492bb04f4ab9cf4bd6da8284deaa8fbaf23f90c1a842a"},
      {"regular:200:50:3", "f266b7f06950378331fcaddec974a4a2eb08fce93ea2794c34e3f5f49ef13d12"}};
  for (const auto& [name, hash] : frozen) {
    INFO(name);
    CHECK(sha256_hex(rudy_text(load_named_problem(name))) == hash);
  }
}

TEST_CASE("rudy's words make the graphs that they say") {
  const auto made = [](const std::vector<std::string>& words) { return rudy_problem("made", words); };
  CHECK(made({"-clique", "5"}).couplings.size() == 10);
  CHECK(made({"-circuit", "5"}).couplings.size() == 5);
  CHECK(made({"-grid_2D", "3", "4"}).couplings.size() == 3 * 3 + 2 * 4);
  CHECK(made({"-toroidal_grid_2D", "3", "4"}).couplings.size() == 24);
  CHECK(made({"-rnd_graph", "9", "100", "5"}).couplings.size() == 36);
  CHECK(made({"-planar", "10", "100", "5"}).couplings.size() == 24);
  CHECK(made({"-planar", "10", "50", "5"}).couplings.size() == 12);
  CHECK(made({"-circuit", "4", "-clique", "4", "+"}).couplings.size() == 6);
  for (const auto& edge : made({"-clique", "9", "-random", "-3", "4", "1", "-times", "10", "-plus", "5"}).couplings) {
    CHECK(edge.value >= -25.0);
    CHECK(edge.value <= 45.0);
  }
}

TEST_CASE("mistakes in rudy's argument line are told with the word at fault") {
  const auto complaint = [](const std::vector<std::string>& words) -> std::string {
    try {
      (void)rudy_problem("made", words);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  CHECK(complaint({}) == "rudy's argument line is empty");
  CHECK(complaint({"-clik", "4"}) == "'-clik' is not a word of rudy's argument line");
  CHECK(complaint({"-clique"}) == "-clique wants a number of vertices, but the line ends there");
  CHECK(complaint({"-clique", "four"}) == "'four' after -clique is not a number of vertices");
  CHECK(complaint({"-times", "2"}) == "-times comes before any graph");
  CHECK(complaint({"-clique", "4", "+"}) == "'+' joins two graphs, but there are 1");
  CHECK(complaint({"-clique", "4", "-clique", "4"}) == "the argument line leaves 2 graphs instead of one");
  CHECK(complaint({"-clique", "4", "-clique", "5", "+"}) ==
        "'+' joins graphs with the same number of vertices, not 4 and 5");
  CHECK(complaint({"-clique", "4", "-times", "9007199254740993"}) ==
        "-times 9007199254740993 makes a weight beyond 2^53");
  CHECK(complaint({"-clique", "1000000"}) == "the graph would have more than 60000000 edges");
  CHECK(complaint({"-rnd_graph", "10", "101", "1"}) == "a density is given in percent, 0 to 100");
  CHECK(complaint({"-toroidal_grid_2D", "2", "9"}) == "a grid of this kind has at least 3 rows and columns");
}

TEST_CASE("names that do not exist are answered with the nearest or with the form") {
  using Catch::Contains;
  CHECK_THROWS_WITH(load_problem("g22"), "there is no file and no instance named 'g22'");
  CHECK_THROWS_WITH(load_problem("sk:5"), "'sk:5' is incomplete");
  CHECK_THROWS_WITH(load_problem("sk:5:-1"), "'sk:5:-1': the seed '-1' is not a whole number in range");
  CHECK_THROWS_WITH(load_problem("sk:0:1"), Contains("wants N in 1..10000, not 0"));
  CHECK_THROWS_WITH(load_problem("regular:5:3:1"), Contains("an odd number of vertices cannot all have odd degree"));
  CHECK_THROWS_WITH(load_problem("regular:4:4:1"), Contains("the degree is out of range 0..3"));
  CHECK_THROWS_WITH(load_problem("be100.1"), "the instance 'be100.1' is known, but not generated: its file is needed");
  CHECK_THROWS_WITH(load_problem("none.rud"), "cannot read 'none.rud': No such file or directory");
  try {
    (void)load_problem("g22");
  } catch (const InputError& error) {
    CHECK_THAT(error.hint(), Contains("did you mean 'G22'?"));
  }
}

TEST_CASE("--kind turns a named graph into its Ising energy, and refuses what it is not") {
  CHECK(load_problem("G11", {.format = {}, .kind = Kind::ising}).kind == Kind::ising);
  CHECK_THROWS_AS(load_problem("G11", {.format = {}, .kind = Kind::qubo}), UsageError);
}
