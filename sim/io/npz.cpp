// Packs arrays into .npz archives and sample sets into arrays.
#include "sim/io/npz.hpp"

#include <fmt/format.h>

#include "sim/io/zip.hpp"

namespace isinglass {
namespace {

constexpr std::string_view extension = ".npy";

const NpyArray& column(const NpzArrays& arrays, const std::string& name) {
  const auto found = arrays.find(name);
  if (found == arrays.end()) throw InputError(fmt::format("the samples hold no array '{}'", name));
  return found->second;
}

void require_shape(const NpyArray& array, const std::string& name, const std::vector<std::size_t>& shape) {
  if (array.shape != shape) throw InputError(fmt::format("the array '{}' does not have one row per read", name));
}

bool is_extra_vector(std::string_view name) {
  return name != "samples" && name != "energy" && name != "num_occurrences" && !name.starts_with("trace_") &&
         name.find('/') == std::string_view::npos;
}

}  // namespace

std::string write_npz(const NpzArrays& arrays) {
  ZipMembers members;
  for (const auto& [name, array] : arrays) members.emplace_back(name + std::string(extension), write_npy(array));
  return write_zip(members);
}

NpzArrays read_npz(std::string_view bytes, std::string_view name) {
  NpzArrays arrays;
  for (const auto& [path, content] : read_zip(bytes, name)) {
    const std::string key = path.ends_with(extension) ? path.substr(0, path.size() - extension.size()) : path;
    arrays.emplace(key, read_npy(content, fmt::format("{}: {}", name, key)));
  }
  return arrays;
}

void add_columns(const SampleSet& set, const std::string& prefix, NpzArrays& arrays) {
  const std::size_t reads = set.reads();
  const auto variables = static_cast<std::size_t>(set.variables);
  arrays[prefix + "samples"] = make_npy(std::span<const Spin>(set.samples), {reads, variables});
  arrays[prefix + "energy"] = make_npy(set.energy);
  arrays[prefix + "num_occurrences"] = make_npy(set.num_occurrences);
  for (const auto& [name, values] : set.vectors) arrays[prefix + name] = make_npy(values);
  if (!set.trace) return;
  const std::size_t instants = set.trace->time_s.size();
  arrays[prefix + "trace_time_s"] = make_npy(set.trace->time_s);
  arrays[prefix + "trace_energy"] = make_npy(std::span<const double>(set.trace->energy), {reads, instants});
}

SampleSet read_columns(const NpzArrays& arrays, const std::string& prefix) {
  SampleSet set;
  const NpyArray& samples = column(arrays, prefix + "samples");
  if (samples.shape.size() != 2) throw InputError("the array 'samples' does not have two dimensions");
  const std::size_t reads = samples.shape[0];
  set.variables = static_cast<std::int32_t>(samples.shape[1]);
  set.samples = npy_values<Spin>(samples);
  require_shape(column(arrays, prefix + "energy"), "energy", {reads});
  set.energy = npy_values<double>(column(arrays, prefix + "energy"));
  require_shape(column(arrays, prefix + "num_occurrences"), "num_occurrences", {reads});
  set.num_occurrences = npy_values<std::int32_t>(column(arrays, prefix + "num_occurrences"));
  for (const auto& [name, array] : arrays) {
    if (!name.starts_with(prefix) || !is_extra_vector(std::string_view(name).substr(prefix.size()))) continue;
    set.vectors[name.substr(prefix.size())] = npy_values<double>(array);
  }
  if (arrays.contains(prefix + "trace_time_s")) {
    EnergyTrace trace;
    trace.time_s = npy_values<double>(column(arrays, prefix + "trace_time_s"));
    require_shape(column(arrays, prefix + "trace_energy"), "trace_energy", {reads, trace.time_s.size()});
    trace.energy = npy_values<double>(column(arrays, prefix + "trace_energy"));
    set.trace = std::move(trace);
  }
  return set;
}

}  // namespace isinglass
