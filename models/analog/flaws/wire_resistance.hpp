// Couplings held in a crossbar whose lines have resistance: what the currents at the ends of the columns say instead of
// the conductances of the cells.
//
// The array: row i is driven with a voltage at its left end, column j is held at virtual ground at its top end, where
// its current is read; a segment of line of resistance r lies between neighbouring cells and before the first one; cell
// (i, j) is a conductance between its row and its column. Drivers and amplifiers at the same corner make the array of a
// symmetric matrix symmetric with its lines (transposition and reciprocity), so that the couplings that it really has
// are symmetric too and an energy exists. A signed matrix takes two arrays, one of the positive and one of the negative
// couplings, whose currents are subtracted.
//
// Two models:
//   network      Kirchhoff's current law at all 2 n^2 nodes (Chen, IEEE Trans. Electron Devices 60, 1318, 2013), solved
//                with a sparse Cholesky factor: exact for linear cells; new weak couplings appear where the matrix has
//                none (sneak paths)
//   first order  in r, derived here: drops along the lines are those of the ideal currents, so
//                G'_ij = G_ij [1 - r (P_i(j) + P_j(i))],  P_i(j) = sum_k min(j, k) G_ik  (rows counted from 1)
// Deviations from the paper: the far ends of all lines float; cells are linear; drivers and amplifiers are ideal.
#pragma once

#include <Eigen/Dense>

#include "models/analog/flaws/coupling_flaws.hpp"

namespace isinglass {

/// Up to this many spins the automatic choice is the network.
inline constexpr std::int32_t kNetworkSize = 48;

/// Currents of the columns per volt on the rows, T(i, j), of an array of cells `conductance` (S, R x C) whose line
/// segments have `segment_ohm` > 0.
Eigen::MatrixXd crossbar_transfer(const Eigen::MatrixXd& conductance, double segment_ohm);

/// `problem` with its couplings as such a crossbar shows them; a coupling of `largest` has conductance 1 and a segment
/// the resistance `wire_resistance`. UsageError when the first order is asked for more than it can tell (a correction
/// above 0.3), or the network of more than 200 spins.
Problem crossbar_problem(const Problem& problem, double largest, double wire_resistance, WireModel model);

/// A crossbar of any shape, signed, as it shows its cells; a cell of `largest` has conductance 1. One array serves both
/// directions: driven by the rows and read at the columns, or the other way round with drivers and amplifiers
/// exchanged, it shows one matrix (reciprocity). First order: G'_ij = G_ij [1 - r (P_i(j) + Q_j(i))], P along row i as
/// above, Q along column j. UsageError as crossbar_problem, for more than 200^2 cells.
Eigen::MatrixXd crossbar_cells(const Eigen::MatrixXd& cells, double largest, double wire_resistance, WireModel model);

}  // namespace isinglass
