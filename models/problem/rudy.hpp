// rudy's argument line: "-rnd_graph 800 6 8001 -random 0 1 8001 -times 2 -plus -1" makes a max-cut problem, the same as
// the public generator would.
#pragma once

#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// One word of the language, for help texts: "-planar", "N DENSITY% SEED", what it does.
struct RudyWord {
  std::string name;
  std::string arguments;
  std::string sentence;
};

/// All words that `rudy_problem` knows.
const std::vector<RudyWord>& rudy_words();

/// Works the words off from left to right on a stack of graphs, like rudy: each generator pushes a graph, "+" joins the
/// two topmost, -random, -times and -plus change the weights of the topmost. One graph must be left. The couplings of
/// the result have rudy's order. Throws InputError that names the word at fault.
Problem rudy_problem(std::string name, const std::vector<std::string>& words);

}  // namespace isinglass
