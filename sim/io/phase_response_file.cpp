// Reader of phase responses: two columns of text, or an array of NumPy.
#include "sim/io/phase_response_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "sim/io/line_scanner.hpp"
#include "sim/io/npy.hpp"
#include "sim/io/text_file.hpp"

namespace isinglass {
namespace {

constexpr std::size_t kFewestRows = 8;
constexpr const char* kHint = "give one row for each instant of one period: the output and the phase response";

void read_comment(const LineScanner& scanner, PhaseResponse& response) {
  if (scanner.words().size() != 3 || scanner.words()[0].text != "#" || scanner.words()[1].text != "period") return;
  response.period = scanner.weight(2, "the period");
  if (!(response.period > 0.0)) scanner.fail_at_word(2, "the period must be positive");
}

PhaseResponse read_rows(std::string text, const std::string& path) {
  std::replace(text.begin(), text.end(), ',', ' ');
  LineScanner scanner(text, path);
  PhaseResponse response{path, 2.0 * std::numbers::pi, {}, {}};
  while (scanner.next()) {
    if (scanner.words()[0].text.front() == '#') {
      read_comment(scanner, response);
      continue;
    }
    if (scanner.words().size() != 2) scanner.fail_at_line("a row of a phase response holds two numbers", kHint);
    response.output.push_back(scanner.weight(0, "the output"));
    response.response.push_back(scanner.weight(1, "the phase response"));
  }
  if (response.output.size() < kFewestRows) {
    scanner.fail_at_end(
        fmt::format("a phase response needs at least {} rows, but here are {}", kFewestRows, response.output.size()),
        kHint);
  }
  return response;
}

PhaseResponse read_array(const std::string& bytes, const std::string& path) {
  const NpyArray array = read_npy(bytes, path);
  if (array.shape.size() != 2 || array.shape[1] != 2 || array.shape[0] < kFewestRows) {
    throw InputError(fmt::format("{}: a phase response is an array of at least {} rows and 2 columns, but this one is "
                                 "{}",
                                 path, kFewestRows, fmt::join(array.shape, " x ")),
                     kHint);
  }
  const auto values = npy_as_doubles(array);
  PhaseResponse response{path, 2.0 * std::numbers::pi, {}, {}};
  for (std::size_t m = 0; m < array.shape[0]; ++m) {
    response.output.push_back(values[2 * m]);
    response.response.push_back(values[2 * m + 1]);
  }
  return response;
}

}  // namespace

PhaseResponse read_phase_response(const std::string& path) {
  std::string text = read_text_file(path);
  if (text.rfind("\x93NUMPY", 0) == 0) return read_array(text, path);
  return read_rows(std::move(text), path);
}

}  // namespace isinglass
