  // The group, the row and what they are compared with count in the clocks of a run that look at them: a start sets the first
  // two. What the sweeps are compared with is known two clocks later, long before the end of a pass.
  logic f_run;
  assign f_run = begin_q || pass_q || busy_q || first_q != '0 || tail_q != '0;
  assign f_same_o = {busy_q, done_q, begin_q, apply_q, clear_q, pass_q, abort_q, first_q, tail_q, converged_q, overflow_q, flips_q, sweep_o,
                     cycles_o, turns_q, still_q, last_row_q, keep_q, {GROUP_BITS{f_run}} & group_q, {ROW_BITS{pass_q}} & next_row_q,
                     {ROW_BITS{first_q[0]}} & row_q, turning && last_group_q, turning && none_left_q};
  assign f_event_o = done_q && sweep_o == 24'd1;
