// Identity against configuration.
#include "sim/sampler/core_check.hpp"

#include <fmt/format.h>

namespace isinglass {
namespace {

/// What register ENTRIES shows: a memory of patterns has these for entries.
std::int64_t entries_of(const flow::Configuration& wanted) {
  const auto patterns = wanted.parameters.find("PATTERNS");
  return patterns == wanted.parameters.end() ? wanted.entries : patterns->second;
}

std::string sizes_text(std::int64_t spins, std::int64_t entries, std::int64_t weight_bits, std::int64_t field_bits) {
  return fmt::format("{} spins, {}weights of {} bits and fields of {} bits", spins,
                     entries == 0 ? "" : fmt::format("{} entries, ", entries), weight_bits, field_bits);
}

}  // namespace

bool is_configured(const CoreIdentity& found, const flow::Configuration& wanted, bool simulated) {
  if (found.weight_bits != wanted.weight_bits || found.field_bits != wanted.field_bits) return false;
  if (!wanted.graph.empty()) return true;
  if (found.spins == wanted.spins && found.entries == entries_of(wanted)) return true;
  return simulated && wanted.entries > 0 && found.spins >= wanted.spins && found.entries >= wanted.entries;
}

std::string other_core_sentence(const std::string& where, const CoreIdentity& found,
                                const flow::Configuration& wanted) {
  return fmt::format("{} has {}, but {} on {} has {}", where,
                     sizes_text(found.spins, found.entries, found.weight_bits, found.field_bits), wanted.core,
                     wanted.board, sizes_text(wanted.spins, entries_of(wanted), wanted.weight_bits, wanted.field_bits));
}

}  // namespace isinglass
