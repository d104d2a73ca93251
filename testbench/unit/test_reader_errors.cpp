// The wording of every complaint about a problem file, to the letter: place, sentence, line, caret and hint.
#include <catch2/catch.hpp>
#include <string>

#include "sim/io/file_error.hpp"
#include "sim/io/problem_reader.hpp"

using namespace isinglass;

namespace {

// Everything that the program prints for this text, or "accepted".
std::string complaint(const std::string& file, const std::string& text, std::optional<Kind> kind = std::nullopt) {
  try {
    (void)read_problem(text, file, recognise_problem_format(file, text), kind);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::input);
    return error.hint().empty() ? error.what() : std::string(error.what()) + "\nhint: " + error.hint();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a rudy file's mistakes are told with line, caret and hint") {
  const std::string name = "problem.rud";
  CHECK(complaint(name, "60 2\n1 2 1\n1 61 1\n") ==
        "problem.rud:3: error: vertex 61 is out of range 1..60\n"
        "  1 61 1\n"
        "    ^~");
  CHECK(complaint(name, "3 1\n0 2 1\n") ==
        "problem.rud:2: error: vertex 0 is out of range 1..3\n"
        "  0 2 1\n"
        "  ^\n"
        "hint: this format counts its vertex numbers from 1");
  CHECK(complaint(name, "3 2\n1 2 1\n2 1 5\n") ==
        "problem.rud:3: error: the pair 1 2 is given twice, first on line 2\n"
        "  2 1 5\n"
        "hint: add the two weights or remove one line");
  CHECK(complaint(name, "3 1\n2 2 1\n") ==
        "problem.rud:2: error: vertex 2 is joined to itself\n"
        "  2 2 1\n"
        "    ^\n"
        "hint: a self edge changes no cut: remove the line (or read the file as a QUBO with --kind qubo)");
  CHECK(complaint(name, "3 2\n1 2 1\n") ==
        "problem.rud:2: error: the file ends after 1 edge, but line 1 announces 2\n"
        "hint: the file is truncated: fetch or write it again");
  CHECK(complaint(name, "3 1\n1 2 1\n1 3 1\n") ==
        "problem.rud:3: error: this line is too much: line 1 announces 1 edge\n"
        "  1 3 1");
  CHECK(complaint(name, "3 1\n1 2 1\nthe end\n") ==
        "problem.rud:3: error: this line is too much: line 1 announces 1 edge\n"
        "  the end");
  CHECK(complaint(name, "3 1\n1 2 1 4\n") ==
        "problem.rud:2: error: there is something behind the weight\n"
        "  1 2 1 4\n"
        "        ^");
  CHECK(complaint(name, "3 1\n1 2\n") ==
        "problem.rud:2: error: the weight is missing\n"
        "  1 2");
  CHECK(complaint(name, "") == "problem.rud:1: error: the file holds no problem: it is empty");
  CHECK(complaint(name, "# only a comment\n\n") == "problem.rud:2: error: the file holds no problem: it is empty");
  CHECK(complaint(name, "3\n") ==
        "problem.rud:1: error: the first line should hold two numbers: how many vertices and how many edges\n"
        "  3\n"
        "hint: is it another format? say which with --format rudy|biqmac|coo|qubo");
}

TEST_CASE("numbers that are not, or that are too large, are pointed at") {
  const std::string name = "problem.rud";
  CHECK(complaint(name, "3 1\n1 2 nan\n") ==
        "problem.rud:2: error: the weight is not finite\n"
        "  1 2 nan\n"
        "      ^~~");
  CHECK(complaint(name, "3 1\n1 2 -inf\n") ==
        "problem.rud:2: error: the weight is not finite\n"
        "  1 2 -inf\n"
        "      ^~~~");
  CHECK(complaint(name, "3 1\n1 2 1e400\n") ==
        "problem.rud:2: error: the weight is out of range of a double: '1e400'\n"
        "  1 2 1e400\n"
        "      ^~~~~");
  CHECK(complaint(name, "3 1\n1 2 9007199254740993000\n") ==
        "problem.rud:2: error: the weight is beyond 2^53, where whole numbers are no longer exact\n"
        "  1 2 9007199254740993000\n"
        "      ^~~~~~~~~~~~~~~~~~~\n"
        "hint: scale the weights down");
  CHECK(complaint(name, "3 1\n1 2x 1\n") ==
        "problem.rud:2: error: the vertex should be a whole number, not '2x'\n"
        "  1 2x 1\n"
        "    ^~");
  CHECK(complaint(name, "3 1\n1 2 one\n") ==
        "problem.rud:2: error: the weight should be a number, not 'one'\n"
        "  1 2 one\n"
        "      ^~~");
  CHECK(complaint(name, "1000000000000000000 1\n1 2 1\n") ==
        "problem.rud:1: error: the number of vertices 1000000000000000000 is out of range 1..10000000\n"
        "  1000000000000000000 1\n"
        "  ^~~~~~~~~~~~~~~~~~~");
  CHECK(complaint(name, "99999999999999999999 1\n") ==
        "problem.rud:1: error: the number of vertices is too large: '99999999999999999999'\n"
        "  99999999999999999999 1\n"
        "  ^~~~~~~~~~~~~~~~~~~~");
  CHECK(complaint(name, "3 1000000000000000000\n") ==
        "problem.rud:1: error: the number of edges 1000000000000000000 is out of range 0..3 for 3 vertices\n"
        "  3 1000000000000000000\n"
        "    ^~~~~~~~~~~~~~~~~~~");
  CHECK(complaint(name, "3 2\n1 2 9007199254740992\n1 3 9007199254740992\n") ==
        "problem.rud: error: the weights add up to 1.8e+16, so that energies would not be exact in a double\n"
        "hint: scale the weights down");
  CHECK(complaint(name, "10000000 2\n1 2 1\n") ==
        "problem.rud:2: error: the file ends after 1 edge, but line 1 announces 2\n"
        "hint: the file is truncated: fetch or write it again");
}

TEST_CASE("a QUBO file's mistakes are told in its own words") {
  CHECK(complaint("x.sparse", "2 1\n1 3 1\n") ==
        "x.sparse:2: error: variable 3 is out of range 1..2\n"
        "  1 3 1\n"
        "    ^");
  CHECK(complaint("x.qubo", "p qubo 0 2 1 1\n0 0 1\n0 2 1\n") ==
        "x.qubo:3: error: variable 2 is out of range 0..1\n"
        "  0 2 1\n"
        "    ^");
  CHECK(complaint("x.qubo", "p qubo 0 2 1 1\n0 0 1\n") ==
        "x.qubo:2: error: the file ends after 1 diagonal and 0 pairs, but line 1 announces 1 and 1\n"
        "hint: the file is truncated: fetch or write it again");
  CHECK(complaint("x.qubo", "p qubo 0 2 1 1\n0 0 1\n1 1 1\n0 1 1\n") ==
        "x.qubo:3: error: this line is too much: line 1 announces 1 diagonal\n"
        "  1 1 1");
  CHECK(complaint("x.qubo", "p cnf 3 2\n") ==
        "x.qubo:1: error: the first line should be 'p qubo TOPOLOGY VARIABLES DIAGONALS PAIRS'\n"
        "  p cnf 3 2\n"
        "hint: is it another format? say which with --format rudy|biqmac|coo|qubo");
  CHECK(complaint("x.qubo", "p qubo 0 2 3 1\n") ==
        "x.qubo:1: error: the number of diagonals 3 is out of range 0..2\n"
        "  p qubo 0 2 3 1\n"
        "             ^");
  CHECK(complaint("x.coo", "0 1 1\n") ==
        "x.coo: error: the file does not say whether its variables are spins or bits\n"
        "hint: add the line '# vartype=SPIN' or '# vartype=BINARY', or give --kind ising|qubo");
  CHECK(complaint("x.coo", "# vartype=SPINS\n0 1 1\n") ==
        "x.coo:1: error: the vartype is neither SPIN nor BINARY\n"
        "  # vartype=SPINS");
  CHECK(complaint("x.coo", "# vartype=SPIN\n") == "x.coo:1: error: the file holds no problem: it has no terms");
  CHECK(complaint("x.coo", "# vartype=SPIN\n0 -1 1\n") ==
        "x.coo:2: error: variable -1 is out of range 0..9999999\n"
        "  0 -1 1\n"
        "    ^~");
  CHECK(complaint("x.coo", "# vartype=SPIN\n0 10000000 1\n") ==
        "x.coo:2: error: variable 10000000 is out of range 0..9999999\n"
        "  0 10000000 1\n"
        "    ^~~~~~~~");
  CHECK(complaint("x.coo", "# vartype=SPIN\n# isinglass: kind=maxcut\n0 0 1\n0 1 1\n") ==
        "x.coo: error: a max-cut problem has no linear biases, but the file has\n"
        "hint: read it with --kind ising");
  CHECK(complaint("x.sparse", "# isinglass: kind=maxcut\n2 2\n1 1 1\n1 2 1\n") ==
        "x.sparse: error: the comment says kind=maxcut, but variable 0 has a bias that no cut has\n"
        "hint: remove the isinglass comment to read the file as a QUBO");
  CHECK(complaint("x.rud", "# isinglass: kind=mincut\n2 1\n1 2 1\n") ==
        "x.rud:1: error: this part of the isinglass comment is not understood\n"
        "  # isinglass: kind=mincut\n"
        "               ^~~~~~~~~~~\n"
        "hint: its parts are kind=maxcut|ising|qubo, offset=NUMBER and variables=COUNT");
}

TEST_CASE("what is neither name nor shape of a problem is refused with the formats to choose from") {
  CHECK(complaint("notes.txt", "hello\n") ==
        "notes.txt:1: error: this is none of the problem formats\n"
        "  hello\n"
        "hint: say which with --format rudy|biqmac|coo|qubo");
  CHECK(complaint("notes.txt", "") == "notes.txt:1: error: the file holds no problem: it is empty");
}

TEST_CASE("long lines and control characters are shown without harm") {
  const std::string text = complaint("x.rud", "3 1\n1 2 1 " + std::string(1000, 'y') + "\n");
  CHECK(text.size() < 300);
  CHECK(complaint("x.rud", "3 1\n1\t2 \x1b[31m\n") ==
        "x.rud:2: error: the weight should be a number, not '?[31m'\n"
        "  1 2 ?[31m\n"
        "      ^~~~~");
}

TEST_CASE("comments, blank lines, tabs, Windows line ends and a missing last newline are accepted") {
  const auto problem = read_problem("# a comment\r\n\r\n 3\t2\r\n1 2 +1\r\n% another\r\n2 3 -2.5e0", "x.rud",
                                    ProblemFormat::rudy, std::nullopt);
  CHECK(problem.name == "x");
  CHECK(problem.size() == 3);
  CHECK(problem.couplings == std::vector<Coupling>{{0, 1, 1.0}, {1, 2, -2.5}});
  CHECK(read_problem("\xEF\xBB\xBF"
                     "2 1\n1 2 1\n",
                     "bom.rud", ProblemFormat::rudy, std::nullopt)
            .size() == 2);
}
