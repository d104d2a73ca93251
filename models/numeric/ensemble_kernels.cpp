// Maps a kernel's kind to its table of functions.
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {

extern const EnsembleKernels ensemble_kernels_generic;
#if defined(__x86_64__)
extern const EnsembleKernels ensemble_kernels_avx2;
extern const EnsembleKernels ensemble_kernels_avx512;
#endif

const EnsembleKernels& ensemble_kernels(KernelKind kind) {
#if defined(__x86_64__)
  if (kind == KernelKind::avx512) return ensemble_kernels_avx512;
  if (kind == KernelKind::avx2) return ensemble_kernels_avx2;
#endif
  static_cast<void>(kind);
  return ensemble_kernels_generic;
}

}  // namespace isinglass
