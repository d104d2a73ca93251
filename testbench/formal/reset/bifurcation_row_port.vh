  // What is read counts from the question on, which sets it to zeros.
  assign f_same_o = {done_o, show_o, show_best_o, shift_o, addr_o, row_write_o, initial_write_o, running_q, turning_q, step_q, turn_end_q,
                     {INDEX_BITS + 1{turning_q}} & index_q, is_row_q, is_state_q, in_range_q, present_q,
                     {32{running_q || done_q}} & rdata_q};
  assign f_event_o = done_o;
