// Coupling functions of the sampler `oscillator`: named ones, averaged from circuits, read from files; what it says of
// lopsided and of symmetric oscillators.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>

#include "models/error.hpp"
#include "sim/io/npy.hpp"
#include "sim/io/phase_response_file.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/oscillator_coupling.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr double kPi = std::numbers::pi;

CouplingChoice choice(const WrittenSettings& written) {
  return coupling_choice(Settings("oscillator", coupling_parameters(), written));
}

/// A file that goes away with the object.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& content)
      : path_(std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-" + name)) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

bool mentions(const SampleSet& set, const std::string& words) {
  return std::any_of(set.diagnostics.begin(), set.diagnostics.end(),
                     [&](const Diagnostic& d) { return d.sentence.find(words) != std::string::npos; });
}

SampleSet run(const Problem& problem, const WrittenSettings& written) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  RunOptions options;
  options.reads = 16;
  RunControl control;
  return model.sample(problem, Settings("oscillator", model.info().parameters, written), options, control);
}

}  // namespace

TEST_CASE("a van der Pol oscillator of small eps couples through a sine, at half the injected output") {
  const auto small = choice({{"coupling_function", "van-der-pol"}, {"gain", "0.02"}});
  CHECK_NOTHROW(choice({{"coupling_function", "van-der-pol"}, {"gain", "50"}}));
  CHECK_THROWS_WITH(choice({{"coupling_function", "van-der-pol"}, {"gain", "51"}}), Catch::Contains("up to eps = 50"));
  for (const double x : {0.3, 1.2, 2.9}) CHECK(small.function.value(x) == Approx(std::sin(x)).margin(0.01));
  CHECK(small.strength == Approx(0.5).epsilon(0.01));
  CHECK(small.function.even_share() < 0.02);
  const auto ring = choice({{"coupling_function", "ring"}});
  CHECK(ring.function.odd_part().peak() == Approx(1.0));
  CHECK(ring.function.even_share() < 0.1);  // tapped at the right stage
}

TEST_CASE("a phase response is read from text and from NumPy, and averages to the coupling it stands for") {
  std::string text = "# an ideal oscillator\n# period 6.283185307179586\n";
  std::vector<double> values;
  for (int m = 0; m < 32; ++m) {
    const double angle = 2.0 * kPi * m / 32.0;
    values.insert(values.end(), {std::cos(angle), -std::sin(angle) + 0.2 * std::cos(2.0 * angle)});
    text += std::to_string(values[values.size() - 2]) + ", " + std::to_string(values.back()) + "\n";
  }
  const TemporaryFile csv("response.csv", text);
  const TemporaryFile npy("response.npy", write_npy(make_npy<double>(std::span<const double>(values), {32, 2})));
  for (const auto& path : {csv.path(), npy.path()}) {
    const auto read = choice({{"coupling_function", "file"}, {"response_file", path}});
    CHECK(read.oscillator->period == Approx(2.0 * kPi));
    CHECK(read.function.value(0.7) == Approx(std::sin(0.7)).margin(1e-5));
    CHECK(read.second_harmonic == Approx(0.1).margin(1e-5));
  }
  CHECK_THROWS_AS(choice({{"coupling_function", "file"}}), UsageError);
}

TEST_CASE("a damaged phase response is refused with its line") {
  const TemporaryFile wrong("wrong.csv", "1, 0\n0.5\n");
  try {
    read_phase_response(wrong.path());
    FAIL("read");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()).find("wrong.csv:2: error: a row of a phase response holds two numbers") !=
          std::string::npos);
  }
  const TemporaryFile few("few.csv", "1, 0\n0.5, 1\n");
  CHECK_THROWS_AS(read_phase_response(few.path()), InputError);
  const TemporaryFile flat("flat.npy", write_npy(make_npy(std::vector<double>(16, 0.0))));
  CHECK_THROWS_AS(read_phase_response(flat.path()), InputError);
}

TEST_CASE("the oscillator machine answers with every coupling function, and says what circuits cannot do") {
  const Problem problem = testing::random_problem(30, 0.3, 4);
  const auto best = [](const SampleSet& set) { return *std::min_element(set.energy.begin(), set.energy.end()); };
  const double sine = best(run(problem, {{"length", "300"}}));
  for (const char* name : {"tanh", "triangle", "van-der-pol", "ring"}) {
    const SampleSet set = run(problem, {{"length", "300"}, {"coupling_function", name}});
    INFO(name << " " << set.info.at("coupling function c(x)"));
    CHECK(best(set) <= 0.95 * sine);  // circuits have cosines too, which disturb a little
  }
  const WrittenSettings symmetric{{"length", "50"}, {"coupling_function", "van-der-pol"}, {"gain", "1"}};
  CHECK(mentions(run(problem, symmetric), "no signal added at twice its frequency can lock it"));
  const WrittenSettings lopsided{{"length", "50"}, {"coupling_function", "ring"}, {"asymmetry", "0.5"}};
  CHECK(mentions(run(problem, lopsided), "is not odd"));
  CHECK_FALSE(mentions(run(problem, lopsided), "no signal added"));
}
