// Products with a block of random vectors.
#include "models/analog/coupling_probe.hpp"

#include <cmath>

#include "models/random.hpp"

namespace isinglass {

CouplingProbe::CouplingProbe(const Problem& problem, KernelKind kernel)
    : matrix_(problem, -1.0, CouplingStorage::automatic, kernel),
      vectors_(static_cast<std::size_t>(matrix_.size() * kBlockWidth)),
      product_(vectors_.size()) {
  RandomStream random(0, 0, NoiseStream::initial);
  for (auto& value : vectors_) value = static_cast<float>(random.uniform() - 0.5);
}

EnsembleView<float> CouplingProbe::multiply() {
  EnsembleView<float> out(product_.data(), size(), kBlockWidth);
  matrix_.multiply(ConstEnsembleView<float>(vectors_.data(), size(), kBlockWidth), out);
  return out;
}

double CouplingProbe::spectral_radius() {
  constexpr int kProducts = 24;
  float radius = 0.0F;
  for (int k = 0; k < kProducts && size() > 0; ++k) {
    auto in = vectors();
    in.rowwise() /= in.square().colwise().sum().sqrt().max(1e-30F);
    const auto out = multiply();
    radius = std::sqrt(out.square().colwise().sum().maxCoeff());
    in = out;
  }
  return double{radius};
}

}  // namespace isinglass
