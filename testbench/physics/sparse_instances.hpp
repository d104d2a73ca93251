// Sparse codes that the tests of competitive networks share: random ones, and the solved LASSO problems of the bench.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "models/problem/sparse_code.hpp"
#include "models/random.hpp"

namespace isinglass::testing {

inline Eigen::VectorXd random_vector(Eigen::Index n, RandomStream& random) {
  Eigen::VectorXd values(n);
  for (auto& value : values) value = random.normal();
  return values;
}

inline Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index columns, RandomStream& random) {
  Eigen::MatrixXd values(rows, columns);
  for (Eigen::Index k = 0; k < values.size(); ++k) values(k) = random.normal();
  return values;
}

/// A dictionary of m x n normals with columns of norm 1, a signal of m normals, lambda 0.3.
inline SparseCode random_code(Eigen::Index m, Eigen::Index n, std::uint32_t seed) {
  RandomStream random(seed, 0, 11);
  SparseCode code;
  code.dictionary = random_matrix(m, n, random);
  code.dictionary.colwise().normalize();
  code.signal = 2.0 * random_vector(m, random);
  code.lambda = 0.3;
  return code;
}

inline SparseCode constrained(SparseCode code, SparseCode::Constraint constraint) {
  code.constraint = constraint;
  code.low = -0.4;
  code.high = 0.7;
  code.sum = 1.5;
  return code;
}

/// A sparse code with the solution that the bench states.
struct SolvedCode {
  SparseCode code;
  Eigen::VectorXd x;
  double objective = 0.0;
};

inline const std::filesystem::path lasso_folder = std::filesystem::path(ISINGLASS_BENCH_DIR) / "lasso";

/// Features centred and scaled to norm 1, target centred; one code for each lambda of the file of solutions.
inline std::vector<SolvedCode> diabetes_codes() {
  std::ifstream table(lasso_folder / "diabetes.csv");
  std::vector<double> numbers;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) numbers.push_back(std::stod(cell));
  }
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::MatrixXd all = Eigen::Map<RowMajor>(numbers.data(), static_cast<Eigen::Index>(numbers.size() / 11), 11);
  all.rowwise() -= Eigen::RowVectorXd(all.colwise().mean());
  SparseCode code;
  code.name = "diabetes";
  code.dictionary = all.leftCols(10);
  code.dictionary.colwise().normalize();
  code.signal = all.col(10);
  std::vector<SolvedCode> solved;
  std::ifstream solutions(lasso_folder / "diabetes_solutions.txt");
  while (std::getline(solutions, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream row(line);
    SolvedCode one{code, Eigen::VectorXd(10), 0.0};
    double violation = 0.0, correlation = 0.0, support = 0.0;
    row >> one.code.lambda >> one.objective >> violation >> correlation >> support;
    for (auto& value : one.x) row >> value;
    solved.push_back(one);
  }
  return solved;
}

/// sr_*.txt: comment; "m n lambda objective"; x true; x optimal; signal; the dictionary row by row.
inline SolvedCode generated_code(const std::string& name) {
  std::ifstream file(lasso_folder / name);
  std::string comment;
  std::getline(file, comment);
  Eigen::Index m = 0, n = 0;
  SolvedCode solved;
  file >> m >> n >> solved.code.lambda >> solved.objective;
  solved.code.name = name;
  solved.x.resize(n);
  for (int which = 0; which < 2; ++which) {  // the true one, then the optimal one
    for (auto& value : solved.x) file >> value;
  }
  solved.code.signal.resize(m);
  for (auto& value : solved.code.signal) file >> value;
  solved.code.dictionary.resize(m, n);
  for (Eigen::Index i = 0; i < m; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) file >> solved.code.dictionary(i, j);
  }
  return solved;
}

}  // namespace isinglass::testing
