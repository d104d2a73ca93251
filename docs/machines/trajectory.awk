# Draws trajectory.csv, as `isinglass simulate -o DIR` leaves it, as the picture of a machine's page: some variables of
# one quantity above, the objective of the read below; of a machine without one, its own energy.
# usage: awk -v quantity=position -v lines=12 -f trajectory.awk DIR/trajectory.csv > NAME.svg
BEGIN { FS = ","; left = 60; right = 745; split("#4269d0 #efb118 #ff725c #6cc5b0 #3ca951 #9c6b4e #a463f2 #97bbf5", colour, " ") }
NR == 1 {
  for (c = 1; c <= NF; ++c) {
    if ($c ~ "^" quantity "_") { if (++found <= lines) column[++used] = c }
    if ($c == "energy") energy = c
    if ($c == "objective") objective = c
  }
  lower = objective ? "energy of the spins read out" : "energy of the machine"
  if (!objective) objective = energy
  next
}
{
  time[++rows] = $1
  below[rows] = $objective
  for (k = 1; k <= used; ++k) {
    value[k, rows] = $column[k]
    if (rows == 1 && k == 1) low = high = $column[k]
    if ($column[k] < low) low = $column[k]
    if ($column[k] > high) high = $column[k]
  }
  if (rows == 1) least = most = $objective
  if ($objective < least) least = $objective
  if ($objective > most) most = $objective
}
function x(t) { return left + (right - left) * t / time[rows] }
function y(v, from, to, top, bottom) { return bottom - (bottom - top) * (v - from) / (to - from) }
function panel(name, from, to, top, bottom, tick, v, at) {
  printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>\n", left, top, right - left, bottom - top
  printf "<text x=\"%d\" y=\"%d\" fill=\"#555\">%s</text>\n", left + 6, top + 15, name
  for (tick = 0; tick <= 4; ++tick) {
    v = from + (to - from) * tick / 4
    at = y(v, from, to, top, bottom)
    printf "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", left, right, at, at
    printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>\n", left - 6, at + 4, v
  }
}
function polyline(k, from, to, top, bottom, stroke, row) {
  printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\" points=\"", stroke
  for (row = 1; row <= rows; row += 2) printf "%.1f,%.1f ", x(time[row]), y(k ? value[k, row] : below[row], from, to, top, bottom)
  print "\"/>"
}
END {
  slow = time[rows] >= 2e-3
  print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 450\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">"
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  panel(lower == "energy of the spins read out" ? quantity " of " used " of " found " spins" : quantity ": " used " of " found " values", low, high, 15, 255)
  for (k = 1; k <= used; ++k) polyline(k, low, high, 15, 255, colour[(k - 1) % 8 + 1])
  panel(lower, least, most, 280, 405)
  polyline(0, least, most, 280, 405, "#222")
  printf "<text x=\"%d\" y=\"422\" text-anchor=\"middle\">0</text><text x=\"%d\" y=\"422\" text-anchor=\"end\">%.3g</text>", left, right, time[rows] * (slow ? 1e3 : 1e6)
  printf "<text x=\"%d\" y=\"440\" text-anchor=\"middle\">time, %s</text>\n</svg>\n", (left + right) / 2, slow ? "ms" : "µs"
}
