// The ensemble kernels for AVX2 and FMA (x86-64-v3).
#include <cstdint>

#include "models/numeric/ensemble_kernels.hpp"
#if defined(__x86_64__)
#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define ISINGLASS_KERNEL kernels_avx2
// The order matters: lanes first.
// clang-format off
#include "models/numeric/body/lanes_avx2.hpp"
#include "models/numeric/body/elementary.hpp"
#include "models/numeric/body/philox.hpp"
#include "models/numeric/body/ensemble.hpp"
// clang-format on
#pragma GCC pop_options

namespace isinglass {

extern const EnsembleKernels ensemble_kernels_avx2;
const EnsembleKernels ensemble_kernels_avx2 = {
    kernels_avx2::trigonometry, kernels_avx2::sparse_product, kernels_avx2::dense_product, kernels_avx2::phase_rates,
    kernels_avx2::advance,      kernels_avx2::normals,        kernels_avx2::kPanelRows,    kernels_avx2::saturate,
    kernels_avx2::turn,         kernels_avx2::add_harmonic};

}  // namespace isinglass
#endif
