// Some ten thousand damaged files, the same ones every time: no crash, no hang, and every refusal is one sentence with
// its place.
#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "sim/io/gzip.hpp"
#include "testbench/fuzz/reader_target.hpp"

using namespace isinglass;

namespace {

const std::array<std::string, 6> sound_files{
    "4 4\n1 2 1\n2 3 -1\n3 4 2\n1 4 5\n",
    "# isinglass: kind=ising offset=2.5\n3 2\n1 2 0.5\n2 3 -1e-3\n",
    "3 4\n1 1 -7\n1 2 3\n2 2 1\n2 3 -4\n",
    "# vartype=SPIN\n# isinglass: offset=1 variables=5\n0 0 1\n0 1 -2.5\n1 3 4\n",
    "# vartype=BINARY\n0 0 1\n0 2 -2\n",
    "c text\np qubo 0 3 2 2\n0 0 3\n2 2 -1\n0 1 -4\n1 2 9\n"};

const std::array<std::string, 24> pieces{"nan",
                                         "inf",
                                         "-1",
                                         "0",
                                         "1e400",
                                         "1e-400",
                                         "+",
                                         "-",
                                         "99999999",
                                         "\r",
                                         "\t",
                                         "#",
                                         "c ",
                                         "p qubo ",
                                         "\n\n",
                                         std::string(1, '\0'),
                                         ".",
                                         "0x10",
                                         "1 1 1\n",
                                         "9007199254740993",
                                         "18446744073709551616",
                                         "# vartype=",
                                         "isinglass: ",
                                         "kind=qubo"};

// std::mt19937 is specified to the bit; the standard distributions are not.
class Mutator {
 public:
  std::string mutate(std::string text) {
    for (std::size_t change = 0, changes = 1 + below(4); change < changes; ++change) change_once(text);
    return text;
  }
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

 private:
  void change_once(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.insert(at, pieces[below(pieces.size())]);
        break;
      case 2:
        text.erase(at, 1 + below(8));
        break;
      case 3:
        text.resize(at);
        break;
      case 4:
        text.insert(at, text.substr(below(text.size() + 1), below(20)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>('0' + below(10));
        break;
    }
  }
  std::mt19937 random_{20240229};
};

}  // namespace

TEST_CASE("no damaged problem file does more than be refused") {
  Mutator mutator;
  for (int round = 0; round < 3000; ++round) {
    for (const auto& sound : sound_files) {
      const std::string text = mutator.mutate(sound);
      INFO("round " << round << ": " << text);
      REQUIRE_NOTHROW(fuzz::try_all_readers(text));
    }
  }
}

TEST_CASE("no damaged gzip file does more than be refused") {
  Mutator mutator;
  for (int round = 0; round < 1000; ++round) {
    for (const auto& sound : sound_files) REQUIRE_NOTHROW(fuzz::try_all_readers(mutator.mutate(gzip(sound))));
  }
}
