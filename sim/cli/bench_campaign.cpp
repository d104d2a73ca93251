// Plans and runs it.
#include "sim/cli/bench_campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "sim/bench/rest_estimate.hpp"
#include "sim/bench/seeds.hpp"
#include "sim/cli/features.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/run_description.hpp"

namespace isinglass::cli {
namespace {

constexpr double kKeepEvery_s = 10.0;  ///< what a crash of the computer may cost, at most

/// --target for one instance. Where no best-known value is on record there is none until the runs are made: the best of
/// the campaign stands in, for one such instance must not end it.
void set_target(const std::string& target, const Problem& problem, BenchInstance& instance) {
  if (!target.empty() && target != "best-known") {
    instance.target = resolve_target(target, problem);
    instance.target_origin = "given";
  } else if (instance.problem.best_known) {
    instance.target = instance.problem.best_known;
    instance.target_origin = "best-known";
  }
}

void add_instances(const BenchFlags& flags, Campaign& campaign) {
  std::set<std::string> names;
  for (const auto& spec : flags.instances) {
    const Problem& problem = campaign.problems.emplace_back(load(flags.reading, spec));
    if (!names.insert(problem.name).second) {
      throw UsageError(fmt::format("two instances are called '{}'", problem.name),
                       "name each instance once, and give files different names");
    }
    BenchInstance instance{identify(problem), problem.objective(), {}, ""};
    set_target(flags.run.target, problem, instance);
    campaign.record.instances.push_back(std::move(instance));
  }
}

void add_samplers(const BenchFlags& flags, const SamplerList& list, Campaign& campaign) {
  campaign.record.written = split_parameters(flags.run.parameters);
  const auto shares = share_parameters(campaign.record.written, flags.samplers);
  for (std::size_t s = 0; s < shares.size(); ++s) {
    const Sampler& sampler = choose_sampler(list, flags.samplers[s]);
    const SamplerInfo& info = sampler.info();
    campaign.samplers.push_back(&sampler);
    campaign.record.samplers.push_back(
        {info.name, to_string(info.kind), Settings(info.name, info.parameters, shares[s])});
  }
}

/// The runs that are still to be made. Seeds go round last, so that a campaign that is cut short has covered every pair
/// of instance and sampler with as many seeds as every other, but for one.
std::vector<BenchRow> open_runs(const BenchRecord& record) {
  std::set<std::tuple<std::size_t, std::size_t, std::uint64_t>> made;
  for (const auto& row : record.rows) made.insert({row.instance, row.sampler, row.seed});
  std::vector<BenchRow> open;
  for (const auto seed : record.seeds) {
    for (std::size_t i = 0; i < record.instances.size(); ++i) {
      for (std::size_t s = 0; s < record.samplers.size(); ++s) {
        if (!made.contains({i, s, seed})) open.push_back({i, s, seed, "", {}, "", "", ""});
      }
    }
  }
  return open;
}

/// Fills `row` with what the run came to; a failure of its own is kept, so that the others still run.
void run_one(const BenchFlags& flags, RunControl& control, Campaign& campaign, BenchRow& row) {
  const Problem& problem = campaign.problems[row.instance];
  const RunOptions options{flags.run.reads, row.seed, flags.run.threads, flags.run.kernel, 0};
  try {
    const SampleSet set = run_sampler(*campaign.samplers[row.sampler], problem,
                                      campaign.record.samplers[row.sampler].settings, options, control);
    const auto kernel = set.info.find("kernel");
    if (kernel != set.info.end()) row.kernel = kernel->second;
    row.flaws = flaws_of_run(set.info);
    row.device = device_energies(set.figures);
    if (set.reads() == 0) return;
    row.batch = read_batch(problem, set);
    const bool short_of_reads = row.batch->reads() < flags.run.reads && !row.batch->exact;
    if (short_of_reads) row.stopped_by = control.was_interrupted() ? stopped_by_interrupt : stopped_by_time;
  } catch (const Error& error) {
    row.failure = error.what();
    row.advice = error.hint();
    if (!campaign.failure) campaign.failure = error;
    if (!campaign.serious && error.code() != ExitCode::input) campaign.serious = error.code();
  }
}

}  // namespace

Campaign plan_campaign(const BenchFlags& flags, const SamplerList& list) {
  if (flags.instances.empty()) {
    throw UsageError("bench needs instances: files or names", "for example: isinglass bench G1 G22 --seeds 0..4");
  }
  if (flags.resume && flags.output.empty()) {
    throw UsageError("--resume needs the directory of the campaign", "give it with -o DIR");
  }
  Campaign campaign;
  campaign.record.seeds = parse_seeds(flags.seeds);
  campaign.record.reads = flags.run.reads;
  add_samplers(flags, list, campaign);
  add_instances(flags, campaign);
  return campaign;
}

void add_row(BenchRow row, BenchRecord& record) {
  const auto key = [](const BenchRow& r) { return std::tuple(r.instance, r.sampler, r.seed); };
  const auto place = std::upper_bound(record.rows.begin(), record.rows.end(), row,
                                      [&](const BenchRow& a, const BenchRow& b) { return key(a) < key(b); });
  record.rows.insert(place, std::move(row));
}

void run_campaign(const BenchFlags& flags, const InterruptGuard& guard, const std::function<void()>& keep,
                  Campaign& campaign) {
  BenchRecord& record = campaign.record;
  const auto open = open_runs(record);
  RunControl whole(guard.flag(), flags.run.time_limit_s, {});
  whole.begin(std::ssize(open));
  ProgressDisplay display(guard.flag(), !flags.display.quiet);
  RestEstimate rest;
  const auto group = [&](const BenchRow& row) { return fmt::format("{} {}", row.instance, row.sampler); };
  double kept_s = 0.0;
  for (std::size_t k = 0; k < open.size() && !whole.should_stop(); ++k) {
    BenchRow row = open[k];
    std::vector<std::string> later;
    for (auto next = open.begin() + static_cast<std::ptrdiff_t>(k) + 1; next != open.end(); ++next) {
      later.push_back(group(*next));
    }
    const auto& instance = record.instances[row.instance];
    display.begin(fmt::format("{}/{} {} {} seed {}", record.runs() - open.size() + k + 1, record.runs(),
                              instance.problem.name, record.samplers[row.sampler].name, row.seed),
                  reads_wording(instance.objective, instance.target), flags.run.reads, rest.seconds_for(later));
    const double before_s = whole.elapsed_s();
    std::optional<double> left_s;
    if (flags.run.time_limit_s) left_s = std::max(1e-9, *flags.run.time_limit_s - before_s);
    RunControl control(guard.flag(), left_s, [&](const Progress& progress) { display.update(progress); });
    run_one(flags, control, campaign, row);
    rest.finished(group(row), whole.elapsed_s() - before_s);
    if (!row.batch && row.failure.empty()) break;  // stopped before its first read
    add_row(std::move(row), record);
    if (whole.elapsed_s() < kept_s + kKeepEvery_s) continue;
    keep();
    kept_s = whole.elapsed_s();
  }
  const bool all =
      record.rows.size() == record.runs() &&
      std::all_of(record.rows.begin(), record.rows.end(), [](const auto& r) { return r.stopped_by.empty(); });
  if (!all) record.stopped_by = guard.flag()->load() ? stopped_by_interrupt : stopped_by_time;
}

}  // namespace isinglass::cli
