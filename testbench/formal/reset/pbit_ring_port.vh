  // Everything but what is read, which a question begins with zeros and a turn or a word fills.
  assign f_same_o = {done_o, turn_next_o, addr_o, write_o, wdata_o, running_q, turning_q, step_q, index_q, is_row_q, is_state_q, in_range_q,
                     {32{running_q || done_q}} & rdata_q};
  assign f_event_o = done_o;
