// Asks the processor what it can run.
#include "models/numeric/kernel_choice.hpp"

#include "models/error.hpp"

namespace isinglass {
namespace {

bool can_run(KernelKind kind) {
#if defined(__x86_64__)
  switch (kind) {
    case KernelKind::generic:
      return true;
    case KernelKind::avx2:
      return __builtin_cpu_supports("avx2") > 0 && __builtin_cpu_supports("fma") > 0;
    case KernelKind::avx512:
      return __builtin_cpu_supports("avx512f") > 0 && __builtin_cpu_supports("avx512dq") > 0 &&
             __builtin_cpu_supports("avx512bw") > 0 && __builtin_cpu_supports("avx512vl") > 0;
  }
#endif
  return kind == KernelKind::generic;
}

}  // namespace

std::string to_string(KernelKind kind) {
  switch (kind) {
    case KernelKind::generic:
      return "generic";
    case KernelKind::avx2:
      return "avx2";
    case KernelKind::avx512:
      return "avx512";
  }
  return "generic";
}

std::vector<KernelKind> available_kernels() {
  std::vector<KernelKind> kinds;
  for (const auto kind : {KernelKind::generic, KernelKind::avx2, KernelKind::avx512}) {
    if (can_run(kind)) kinds.push_back(kind);
  }
  return kinds;
}

KernelKind choose_kernel(std::string_view name) {
  if (name == "auto") return available_kernels().back();
  for (const auto kind : {KernelKind::generic, KernelKind::avx2, KernelKind::avx512}) {
    if (name != to_string(kind)) continue;
    if (can_run(kind)) return kind;
    throw UsageError("this processor cannot run the kernel '" + to_string(kind) + "'",
                     "use --kernel auto, or --kernel generic, which runs everywhere");
  }
  throw UsageError("there is no kernel '" + std::string(name) + "'", "the kernels are: auto, generic, avx2, avx512");
}

}  // namespace isinglass
