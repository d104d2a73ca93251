  // All but the spins read, which are shifted in.
  assign f_same_o = {done_o, host_index_o, host_initial_o, host_write_initial_o, host_write_row_o, running_q, end_q, last_q, step_q, part_q,
                     is_packed_q, is_row_q, is_state_q, is_best_q, addr_q, limit_q, margin_q, in_range_q};
  assign f_event_o = done_o;
