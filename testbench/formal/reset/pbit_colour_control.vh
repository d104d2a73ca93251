  // Where in the turn a visit is, and what for, is set by a start, and looked at while there is a run.
  (* hierconn *) wire [31:0] \u_temperature.temperature_q ;
  logic f_run;
  assign f_run = preparing_q || valid_q || draining_q || busy_q;
  assign f_same_o = {preparing_q, valid_q, draining_q, busy_q, done_q, loaded_q, abort_q, hold_end_o, sweep_o, none_left_q && valid_q,
                     {COLOUR_BITS + COUNT_BITS + 29{f_run}} & {phase_q, colour_q, last_q, loading_q, count_q, left_q},
                     {32{f_run}} & \u_temperature.temperature_q };
  assign f_event_o = done_q;
