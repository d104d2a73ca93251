  // All but the byte, whose bits come from the line.
  assign f_same_o = {sync_q, state_q, timer_q, tick_q, bit_q, valid_o, error_o};
  assign f_event_o = valid_o;
