// Patterns for associative memories, from files (.npy arrays, .pbm images) or by name (the glyphs that come with the
// program, random ones).
#pragma once

#include <string>
#include <vector>

#include "models/problem/patterns.hpp"

namespace isinglass {

/// Patterns with what is needed to show them to people.
struct PatternImages {
  PatternSet set;
  std::int32_t rows = 0;  ///< of the picture that each pattern is; 0: it is none
  std::int32_t columns = 0;
  std::vector<std::string> labels;  ///< one for each pattern: the glyph's character, else its number
  bool zero_one = false;            ///< the file holds 0 and 1 in place of -1 and +1
};

/// What `--patterns` takes:
///   glyphs, glyphs:ABC     the 62 glyphs of 8 x 8 pixels (0-9, A-Z, a-z), or those named
///   random:N:M[:SEED]      M patterns of N independent fair spins
///   FILE.npy               M x N values of -1 and +1 (or 0 and 1); M x H x W are pictures; N values are one pattern
///   FILE.pbm               one image, or several of one size
/// InputError with what is wrong.
PatternImages load_patterns(const std::string& spec);

/// The patterns of several files or names as one set; they must have one size.
PatternImages load_patterns(const std::vector<std::string>& specs);

/// The first `count` patterns.
PatternImages first_patterns(const PatternImages& images, std::int32_t count);

}  // namespace isinglass
