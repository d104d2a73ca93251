// Takes down a trajectory.
#include "sim/sampler/recording.hpp"

namespace isinglass {

Recording record(AnalogRun& run, std::size_t points, const Problem* problem, RunControl& control) {
  Recording taken;
  taken.layout = run.layout();
  taken.engine = run.engine();
  const auto rows = static_cast<Eigen::Index>(run.state().size());
  taken.states.resize(rows, static_cast<Eigen::Index>(points));
  taken.duration_s = run.duration_s();
  const StopCheck stop = [&] { return control.should_stop(); };
  for (std::size_t k = 0; k < points; ++k) {
    const double share = points == 1 ? 1.0 : static_cast<double>(k) / static_cast<double>(points - 1);
    run.advance_to(share * run.duration_s(), stop);
    if (k > 0 && control.should_stop()) {
      taken.stopped = true;
      break;
    }
    taken.time_s.push_back(run.time_s());
    taken.states.col(static_cast<Eigen::Index>(k)) = Eigen::Map<const Eigen::VectorXd>(run.state().data(), rows);
    taken.energy.push_back(run.energy());
    const auto spins = run.spins();
    if (problem != nullptr && !spins.empty()) taken.objective.push_back(objective(*problem, spins));
    if (!spins.empty()) taken.spins.push_back(spins);
    control.reads_finished(1, taken.energy.back());
  }
  taken.states.conservativeResize(rows, static_cast<Eigen::Index>(taken.time_s.size()));
  return taken;
}

}  // namespace isinglass
