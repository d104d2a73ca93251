  // Where in the turn a visit is, and what for, is set by a start, and looked at while there are visits.
  (* hierconn *) wire [31:0] \u_temperature.temperature_q ;
  assign f_same_o = {valid_q, draining_q, busy_q, done_q, loaded_q, abort_q, hold_end_o, drain_q, sweep_o, match_q, none_left_q,
                     {INDEX_BITS + 5{valid_q}} & {phase_q, index_q, last_q, loading_q}, {32{valid_q}} & \u_temperature.temperature_q };
  assign f_event_o = done_q;
