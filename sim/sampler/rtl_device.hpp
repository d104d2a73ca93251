// A Verilated core as the device of a run: a pool of loaded cores, one per thread that asks.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "sim/sampler/anneal_reads.hpp"

namespace isinglass {

/// Reads on the Verilated core that `load` is made for, driven through its registers like a board. Throws InputError
/// when that core has other widths than the plan's. The image behind `load` must outlive the device.
AnnealDevice rtl_device(const AnnealPlan& plan, const AnnealLoad& load);

}  // namespace isinglass
