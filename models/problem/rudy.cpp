// Reads rudy's argument line and runs it on a stack of graphs.
#include "models/problem/rudy.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

#include "models/error.hpp"
#include "models/problem/rudy_graph.hpp"

namespace isinglass {
namespace {

constexpr std::int64_t largest_weight = std::int64_t{1} << 53U;  // beyond, a double no longer counts in ones

// Takes the words one by one; a word that is missing or not a number is an error that names its place.
class Words {
 public:
  explicit Words(const std::vector<std::string>& words) : words_(words) {}
  [[nodiscard]] bool empty() const { return next_ == words_.size(); }

  const std::string& take() {
    current_ = words_[next_++];
    return current_;
  }

  template <typename Number>
  Number number(const char* meaning) {
    if (empty()) throw InputError(current_ + " wants " + meaning + ", but the line ends there");
    const std::string& text = words_[next_++];
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) {
      throw InputError("'" + text + "' after " + current_ + " is not " + meaning);
    }
    return value;
  }

  std::int64_t whole(const char* meaning) { return number<std::int64_t>(meaning); }
  double real(const char* meaning) { return number<double>(meaning); }

 private:
  const std::vector<std::string>& words_;
  std::size_t next_ = 0;
  std::string current_;
};

using Stack = std::vector<rudy::Graph>;

rudy::Graph& top(Stack& stack, const std::string& word) {
  if (stack.empty()) throw InputError(word + " comes before any graph", "name a generator first, such as -rnd_graph");
  return stack.back();
}

void join(Stack& stack) {
  if (stack.size() < 2) throw InputError("'+' joins two graphs, but there are " + std::to_string(stack.size()));
  const rudy::Graph second = std::move(stack.back());
  stack.pop_back();
  stack.back() = rudy::edge_union(stack.back(), second);
}

void change_weights(rudy::Graph& graph, const std::string& word, std::int64_t operand) {
  for (auto& edge : graph.edges) {
    const bool failed = word == "-times" ? __builtin_mul_overflow(edge.weight, operand, &edge.weight)
                                         : __builtin_add_overflow(edge.weight, operand, &edge.weight);
    if (failed || edge.weight > largest_weight || edge.weight < -largest_weight) {
      throw InputError(word + " " + std::to_string(operand) + " makes a weight beyond 2^53");
    }
  }
}

// True when `word` is a generator; its graph is then on the stack.
bool push_graph(Stack& stack, const std::string& word, Words& words) {
  const char* vertices = "a number of vertices";
  if (word == "-rnd_graph" || word == "-planar") {
    const auto n = words.whole(vertices);
    const auto density = words.real("a density in percent");
    const auto seed = words.whole("a seed");
    stack.push_back(word == "-planar" ? rudy::planar(n, density, seed) : rudy::random_graph(n, density, seed));
  } else if (word == "-grid_2D" || word == "-toroidal_grid_2D") {
    const auto height = words.whole("a height");
    const auto width = words.whole("a width");
    stack.push_back(rudy::grid(height, width, word == "-toroidal_grid_2D"));
  } else if (word == "-clique") {
    stack.push_back(rudy::clique(words.whole(vertices)));
  } else if (word == "-circuit") {
    stack.push_back(rudy::circuit(words.whole(vertices)));
  } else {
    return false;
  }
  return true;
}

void run_word(Stack& stack, const std::string& word, Words& words) {
  if (push_graph(stack, word, words)) return;
  if (word == "+") {
    join(stack);
  } else if (word == "-random") {
    auto& graph = top(stack, word);
    const auto lowest = words.whole("a lowest weight");
    const auto highest = words.whole("a highest weight");
    rudy::draw_weights(graph, lowest, highest, words.whole("a seed"));
  } else if (word == "-times" || word == "-plus") {
    auto& graph = top(stack, word);
    change_weights(graph, word, words.whole("a whole number"));
  } else {
    std::string known;
    for (const auto& row : rudy_words()) known += (known.empty() ? "" : ", ") + row.name;
    throw InputError("'" + word + "' is not a word of rudy's argument line", "the words are: " + known);
  }
}

}  // namespace

const std::vector<RudyWord>& rudy_words() {
  static const std::vector<RudyWord> words = {
      {"-rnd_graph", "N DENSITY SEED", "random graph with DENSITY percent of all pairs"},
      {"-planar", "N DENSITY SEED", "random planar graph with DENSITY percent of the 3(N-2) edges possible"},
      {"-toroidal_grid_2D", "HEIGHT WIDTH", "square lattice closed in both directions"},
      {"-grid_2D", "HEIGHT WIDTH", "square lattice with open ends"},
      {"-clique", "N", "all pairs"},
      {"-circuit", "N", "one ring"},
      {"+", "", "joins the edges of the last two graphs"},
      {"-random", "LOW HIGH SEED", "draws each weight uniformly from the whole numbers LOW..HIGH"},
      {"-times", "K", "multiplies each weight"},
      {"-plus", "K", "adds to each weight"},
  };
  return words;
}

Problem rudy_problem(std::string name, const std::vector<std::string>& words) {
  if (words.empty()) throw InputError("rudy's argument line is empty", "for example: -rnd_graph 800 6 8001");
  Stack stack;
  Words rest(words);
  while (!rest.empty()) {
    const std::string word = rest.take();
    run_word(stack, word, rest);
  }
  if (stack.size() != 1) {
    throw InputError("the argument line leaves " + std::to_string(stack.size()) + " graphs instead of one",
                     "join them with +");
  }
  std::vector<Coupling> couplings;
  couplings.reserve(stack.front().edges.size());
  for (const auto& edge : stack.front().in_output_order()) {
    couplings.push_back({edge.u, edge.v, static_cast<double>(edge.weight)});
  }
  return maxcut_problem(std::move(name), stack.front().vertices, std::move(couplings));
}

}  // namespace isinglass
