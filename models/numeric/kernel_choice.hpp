// Which vector instructions the fast kernels use: chosen once per run, by name or by what the processor has. Results
// are the same bits for one binary and one kernel; between kernels they differ in the last place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isinglass {

enum class KernelKind {
  generic,  ///< portable C++ vectors of 4 floats (SSE2 on x86-64)
  avx2,     ///< x86-64-v3: AVX2 and FMA, 8 floats
  avx512    ///< x86-64-v4: AVX-512 F, BW, DQ, VL, 16 floats
};

/// "generic", "avx2", "avx512".
std::string to_string(KernelKind kind);

/// The kernels that this processor and this build can run, slowest first.
std::vector<KernelKind> available_kernels();

/// The kernel called `name`; "auto" is the fastest available. UsageError for an unknown name or one that this processor
/// cannot run.
KernelKind choose_kernel(std::string_view name);

}  // namespace isinglass
