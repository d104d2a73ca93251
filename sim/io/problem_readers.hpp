// The readers of the single formats and what they share; used by problem_reader.cpp alone.
#pragma once

#include <optional>

#include "models/problem/problem.hpp"
#include "models/problem/qubo.hpp"
#include "sim/io/line_scanner.hpp"
#include "sim/io/problem_note.hpp"
#include "sim/io/term_list.hpp"

namespace isinglass::readers {

/// "n m" and triples; kind max-cut unless told.
Problem read_rudy(LineScanner& scanner, std::optional<Kind> kind);
/// Biq Mac's .sparse.
Problem read_biqmac(LineScanner& scanner);
/// dimod's COO; `kind` is needed when no vartype is written.
Problem read_coo(LineScanner& scanner, std::optional<Kind> kind);
/// qbsolv's .qubo.
Problem read_qbsolv(LineScanner& scanner);

/// Diagonal terms become linear ones; pairs are multiplied by `pair_factor`.
Qubo qubo_from_terms(const TermList& list, double pair_factor);

/// The problem of a file of 0/1 variables: its note may say that the value is the negative of a cut, or an Ising
/// energy.
Problem problem_from_binary_file(const Qubo& qubo, const ProblemNote& note, const LineScanner& scanner);

}  // namespace isinglass::readers
