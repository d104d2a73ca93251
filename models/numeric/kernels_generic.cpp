// The ensemble kernels for any processor.
#include <cstdint>

#include "models/numeric/ensemble_kernels.hpp"
#define ISINGLASS_KERNEL kernels_generic
// The order matters: lanes first.
// clang-format off
#include "models/numeric/body/lanes_generic.hpp"
#include "models/numeric/body/elementary.hpp"
#include "models/numeric/body/philox.hpp"
#include "models/numeric/body/ensemble.hpp"
// clang-format on

namespace isinglass {

extern const EnsembleKernels ensemble_kernels_generic;
const EnsembleKernels ensemble_kernels_generic = {kernels_generic::trigonometry,  kernels_generic::sparse_product,
                                                  kernels_generic::dense_product, kernels_generic::phase_rates,
                                                  kernels_generic::advance,       kernels_generic::normals,
                                                  kernels_generic::kPanelRows,    kernels_generic::saturate,
                                                  kernels_generic::turn,          kernels_generic::add_harmonic};

}  // namespace isinglass
