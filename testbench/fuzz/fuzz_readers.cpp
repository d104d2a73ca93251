// libFuzzer program over the problem readers. Built only when asked for (ISINGLASS_FUZZ=ON, clang); run as
//   build/fuzz/testbench/fuzz/fuzz_readers -max_total_time=60 CORPUS_FOLDER
#include <cstddef>
#include <cstdint>

#include "testbench/fuzz/reader_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  isinglass::fuzz::try_all_readers({reinterpret_cast<const char*>(data), size});
  return 0;
}
