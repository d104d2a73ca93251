// What the twins of the cores take from the catalogue: every board, every configuration, and the sizes in between.
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "sim/io/pattern_file.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/sampler/anneal_core.hpp"
#include "sim/sampler/core_check.hpp"
#include "sim/sampler/memory_match.hpp"

using namespace isinglass;

namespace {

// Fits any core: no lists, signs for couplings, or few neighbours where a core is made for a graph.
Problem small_problem(const flow::Core& core) {
  return load_problem(core.graph.empty() ? "sk:12:1" : "regular:12:4:1");
}

flow::Configuration planned(const flow::Core& core, const WrittenSettings& written) {
  const AnnealCore* annealer = find_anneal_core(core.name);
  if (annealer == nullptr) {
    const Settings settings("memory-match", memory_match_parameters(), written);
    return plan_recall(load_patterns("random:32:3").set, settings).board;
  }
  const Settings settings(annealer->names.sampler, annealer->parameters(), written);
  return annealer->plan(small_problem(core), settings).plan.configuration;
}

}  // namespace

TEST_CASE("every configuration of the catalogue is one that its core's sampler takes") {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  for (const flow::Configuration& row : catalogue.configurations) {
    INFO(row.core << " on " << row.board << ", " << row.spins << " spins");
    const flow::Configuration found = planned(
        *flow::find_core(catalogue, row.core),
        {{"board", row.board}, {"spins", std::to_string(row.spins)}, {"weight_bits", std::to_string(row.weight_bits)}});
    CHECK(found.board == row.board);
    CHECK(found.spins == row.spins);
    CHECK(found.weight_bits == row.weight_bits);
    CHECK(found.field_bits == row.field_bits);
    CHECK(found.clock_mhz == row.clock_mhz);
    CHECK(found.parameters == row.parameters);
  }
}

TEST_CASE("a size that no configuration names is, on every board, the one that hw build would derive") {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  for (const flow::Core& core : catalogue.cores) {
    for (const flow::Board& board : catalogue.boards) {
      INFO(core.name << " on " << board.name);
      const std::int64_t spins = core.name == "memory_match" ? 256 : 128;
      const flow::Configuration derived = flow::configuration_for(catalogue, board, core, spins);
      const flow::Configuration found = planned(core, {{"board", board.name}, {"spins", std::to_string(spins)}});
      CHECK(found.spins == spins);
      CHECK(found.entries == derived.entries);
      CHECK(found.weight_bits == derived.weight_bits);
      CHECK(found.field_bits == derived.field_bits);
      CHECK(found.parameters == derived.parameters);
      if (core.name == "pbit_lane") CHECK(4 * found.parameters.at("LANES") <= spins);
    }
  }
}

TEST_CASE("a problem that is too large names every configuration that holds it, and no other") {
  const AnnealCore& core = *find_anneal_core("bifurcation_row");
  const Settings settings(core.names.sampler, core.parameters(), {});
  try {
    static_cast<void>(plan_or_advise(core, load_problem("sk:300:1"), settings));
    FAIL("300 spins fit 64");
  } catch (const InputError& error) {
    const std::string hint = error.hint();
    INFO(hint);
    for (const flow::Configuration& row : flow::built_in_catalogue().configurations) {
      const std::string text = row.core + " on " + row.board + " (" + std::to_string(row.spins) + " spins";
      INFO(text);
      const bool dense = row.entries == 0 && row.graph.empty() && row.core != "memory_match";
      CHECK((hint.find(text) != std::string::npos) == (dense && row.spins >= 300));
    }
  }
}

TEST_CASE("a core that answers is the configured one by its widths and sizes, or a larger simulated one with lists") {
  const flow::Catalogue& catalogue = flow::built_in_catalogue();
  const auto identity = [](const flow::Configuration& c) {
    CoreIdentity found;
    found.spins = static_cast<std::int32_t>(c.spins);
    found.entries = static_cast<std::int32_t>(c.entries);
    found.weight_bits = static_cast<int>(c.weight_bits);
    found.field_bits = static_cast<int>(c.field_bits);
    return found;
  };
  const flow::Configuration ring = *flow::find_configuration(catalogue, "hx8k-evn", "pbit_ring");
  const CoreIdentity whole = identity(ring);
  CHECK(is_configured(whole, ring, false));
  for (int CoreIdentity::*width : {&CoreIdentity::weight_bits, &CoreIdentity::field_bits}) {
    CoreIdentity other = whole;
    ++(other.*width);
    CHECK_FALSE(is_configured(other, ring, true));
  }
  CoreIdentity larger = whole;
  larger.spins *= 2;
  CHECK_FALSE(is_configured(larger, ring, true));

  const flow::Configuration lists = *flow::find_configuration(catalogue, "hx8k-evn", "pbit_sparse");
  larger = identity(lists);
  larger.spins *= 2;
  CHECK(is_configured(larger, lists, true));
  CHECK_FALSE(is_configured(larger, lists, false));
  larger.entries /= 2;
  CHECK_FALSE(is_configured(larger, lists, true));

  const flow::Configuration memory = *flow::find_configuration(catalogue, "hx8k-evn", "memory_match");
  CoreIdentity patterns = identity(memory);
  CHECK_FALSE(is_configured(patterns, memory, false));
  patterns.entries = static_cast<std::int32_t>(memory.parameters.at("PATTERNS"));
  CHECK(is_configured(patterns, memory, false));
}
