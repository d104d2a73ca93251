  // What is read is gathered while the state turns, and is not looked at before.
  assign f_same_o = {done_o, rotate_o, replace_o, row_o, pattern_write_o, table_write_o, running_q, last_q, step_q, here_q};
  assign f_event_o = done_o;
