// Turns the flags of a sparse code into the question.
#include "sim/cli/code_flags.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <string_view>
#include <tuple>

#include "models/error.hpp"
#include "sim/io/matrix_file.hpp"

namespace isinglass::cli {
namespace {

/// "lo:hi"; either may be inf.
std::pair<double, double> box_from(const std::string& text) {
  const auto colon = text.find(':');
  const auto number = [&](std::string_view word) {
    double value = 0.0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (problem != std::errc{} || end != word.data() + word.size() || std::isnan(value)) {
      throw UsageError(fmt::format("--box: '{}' has not the form LOW:HIGH", text), "for example --box 0:1");
    }
    return value;
  };
  if (colon == std::string::npos) return {number(""), 0.0};
  return {number(std::string_view(text).substr(0, colon)), number(std::string_view(text).substr(colon + 1))};
}

void add_constraint(const CodeFlags& flags, SparseCode& code) {
  if ((flags.nonnegative ? 1 : 0) + (flags.box.empty() ? 0 : 1) + (flags.simplex ? 1 : 0) > 1) {
    throw UsageError("--nonnegative, --box and --simplex exclude each other",
                     "take the one that implies the other: a simplex is non-negative, --box 0:1 too");
  }
  if (flags.nonnegative) code.constraint = SparseCode::Constraint::nonnegative;
  if (!flags.box.empty()) {
    code.constraint = SparseCode::Constraint::box;
    std::tie(code.low, code.high) = box_from(fmt::format("{}", fmt::join(flags.box, ":")));
  }
  if (flags.simplex) {
    code.constraint = SparseCode::Constraint::simplex;
    code.sum = *flags.simplex;
  }
}

SparseCode least_squares(const CodeFlags& flags, const std::string& command) {
  if (flags.dictionary.empty() || flags.signal.empty()) {
    throw UsageError(fmt::format("{} needs a dictionary and a signal", command),
                     fmt::format("for example: isinglass {} --dictionary A.npy --signal s.npy --lambda 0.1", command));
  }
  if (!flags.lambda && !flags.simplex) {
    throw UsageError(fmt::format("{} needs --lambda, the weight of the sum of |x|", command),
                     "larger is sparser, 0 is plain least squares");
  }
  SparseCode code;
  code.name = flags.signal;
  code.dictionary = read_matrix(flags.dictionary, "the dictionary");
  code.signal = read_vector(flags.signal, "the signal");
  return code;
}

SparseCode allocation(const CodeFlags& flags) {
  if (flags.quadratic.empty() || flags.linear.empty() || !flags.dictionary.empty() || !flags.signal.empty()) {
    throw UsageError("--quadratic and --linear go together, in place of --dictionary and --signal",
                     "they are Q and r of 1/2 x'Qx - r'x");
  }
  SparseCode code =
      quadratic_form(read_matrix(flags.quadratic, "the quadratic form"), read_vector(flags.linear, "the linear term"));
  code.name = flags.quadratic;
  return code;
}

}  // namespace

SparseCode load_code(const CodeFlags& flags, const std::string& command) {
  SparseCode code = flags.quadratic.empty() && flags.linear.empty() ? least_squares(flags, command) : allocation(flags);
  code.lambda = flags.lambda.value_or(0.0);
  add_constraint(flags, code);
  check_sparse_code(code);
  return code;
}

void add_code_flags(CLI::App& command, CodeFlags& flags) {
  command.add_option("--dictionary", flags.dictionary, "Phi, a .npy array of m rows and n columns")->type_name("FILE");
  command.add_option("--signal", flags.signal, "s, a .npy array of m numbers")->type_name("FILE");
  command.add_option("--lambda", flags.lambda, "Weight of the sum of |x|: larger is sparser")->type_name("L");
  command.add_option("--quadratic", flags.quadratic, "Q of 1/2 x'Qx - r'x, a .npy array of n x n")->type_name("FILE");
  command.add_option("--linear", flags.linear, "r of 1/2 x'Qx - r'x, a .npy array of n numbers")->type_name("FILE");
  command.add_flag("--nonnegative", flags.nonnegative, "x >= 0");
  command.add_option("--box", flags.box, "LOW <= x <= HIGH")->type_name("LOW:HIGH")->expected(1, 2);
  command.add_option("--simplex", flags.simplex, "A budget: x >= 0 and the sum of x is B")->type_name("B");
}

}  // namespace isinglass::cli
