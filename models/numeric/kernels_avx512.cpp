// The ensemble kernels for AVX-512 (x86-64-v4).
#include <cstdint>

#include "models/numeric/ensemble_kernels.hpp"
#if defined(__x86_64__)
#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")
#define ISINGLASS_KERNEL kernels_avx512
// The order matters: lanes first.
// clang-format off
#include "models/numeric/body/lanes_avx512.hpp"
#include "models/numeric/body/elementary.hpp"
#include "models/numeric/body/philox.hpp"
#include "models/numeric/body/ensemble.hpp"
// clang-format on
#pragma GCC pop_options

namespace isinglass {

extern const EnsembleKernels ensemble_kernels_avx512;
const EnsembleKernels ensemble_kernels_avx512 = {kernels_avx512::trigonometry,  kernels_avx512::sparse_product,
                                                 kernels_avx512::dense_product, kernels_avx512::phase_rates,
                                                 kernels_avx512::advance,       kernels_avx512::normals,
                                                 kernels_avx512::kPanelRows,    kernels_avx512::saturate,
                                                 kernels_avx512::turn,          kernels_avx512::add_harmonic};

}  // namespace isinglass
#endif
