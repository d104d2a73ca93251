// Campaigns of random reads, run by hand: how many there are to be, how many there were, and how long they took. A read
// is one run of a core, from its start to everything that can be seen after it, compared with its twin.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "models/digital/anneal_run.hpp"
#include "models/random.hpp"

namespace isinglass {

/// What differs between two results: "" if nothing. One comparison for each read instead of one for each value.
inline std::string difference(const AnnealResult& hardware, const AnnealResult& model) {
  if (hardware == model) return "";
  std::string text;
  const auto compare = [&](const char* what, std::int64_t found, std::int64_t expected) {
    if (found != expected) {
      text += std::string(what) + " " + std::to_string(found) + ", twin " + std::to_string(expected) + "; ";
    }
  };
  compare("cycles", static_cast<std::int64_t>(hardware.cycles), static_cast<std::int64_t>(model.cycles));
  compare("flips", hardware.flips, model.flips);
  compare("energy", hardware.energy, model.energy);
  compare("best energy", hardware.best_energy, model.best_energy);
  compare("sweeps", hardware.sweeps, model.sweeps);
  compare("overflow", hardware.overflow ? 1 : 0, model.overflow ? 1 : 0);
  if (hardware.spins != model.spins) text += "spins; ";
  if (hardware.best_spins != model.best_spins) text += "best spins; ";
  return text;
}

/// Counts reads up to ISINGLASS_READS (a million, or `otherwise`), beginning at problem ISINGLASS_FIRST (0), so that a
/// campaign can be done in pieces: each problem has a random stream of its own.
class Campaign {
 public:
  explicit Campaign(std::string core, unsigned long long otherwise = 1'000'000)
      : core_(std::move(core)),
        wanted_(number("ISINGLASS_READS", otherwise)),
        next_(number("ISINGLASS_FIRST", 0)),
        first_(next_) {}
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;
  ~Campaign() {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin_;
    std::printf("%s: %llu reads on problems %llu to %llu in %.0f s\n", core_.c_str(), reads_, first_, next_ - 1,
                passed.count());
  }

  [[nodiscard]] bool goes_on() const { return reads_ < wanted_; }
  /// The random numbers of the next problem.
  [[nodiscard]] RandomStream next_problem() { return {1000, static_cast<std::uint32_t>(next_++), 0}; }
  void count(std::uint32_t reads) { reads_ += reads; }

 private:
  static unsigned long long number(const char* variable, unsigned long long otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::stoull(text);
  }
  std::string core_;
  unsigned long long wanted_;
  unsigned long long next_, first_, reads_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// Mostly runs of a sweep or none, now and then the long one given.
inline std::uint32_t campaign_sweeps(RandomStream& random, std::uint32_t sweeps) {
  return random.below(16) == 0 ? sweeps : random.below(3);
}

}  // namespace isinglass
