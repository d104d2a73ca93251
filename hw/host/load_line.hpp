// What loading a problem costs on a serial line: the bytes of the frames that the driver sends and awaits
// (anneal_session.hpp, link_transport.hpp), counted without sending any.
#pragma once

#include <cstdint>

#include "hw/host/anneal_load.hpp"

namespace isinglass {

/// Bytes each way.
struct LineBytes {
  std::int64_t out = 0;
  std::int64_t back = 0;
  friend bool operator==(const LineBytes&, const LineBytes&) = default;
};

/// Writing the problem, and reading all of it back.
struct LoadOnLine {
  LineBytes writing;
  LineBytes reading_back;
};

/// Of a load by AnnealSession in which nothing goes wrong; `write_words` is the most that a write may carry.
LoadOnLine load_on_line(const AnnealLoad& load, std::size_t write_words);

/// Seconds of ten bits a byte: of the busier direction where requests are sent ahead of their answers, else of both.
double line_seconds(const LineBytes& bytes, double baud, bool ahead);

}  // namespace isinglass
