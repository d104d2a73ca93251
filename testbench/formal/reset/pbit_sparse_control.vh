  // What follows a phase is looked at in the last step of a boundary, and the temperature while there is a run. Assumed: a spin
  // flips in a run alone, as flips come of scans.
  (* hierconn *) wire [31:0] \u_temperature.temperature_q ;
  logic f_run;
  assign f_run = boundary_q || scan_q || row_q || tail_q || tail_2_q || stop_q || busy_q;
  always @* if (flip_i) assume (f_run);
  assign f_same_o = {boundary_q, scan_q, row_q, tail_q, tail_2_q, stop_q, busy_q, reset_q, phase_q, step_q, reloading_q, frozen_q, random_q,
                     annealing_q, abort_q, done_q, loaded_q, at_load_q, at_cool_q, at_phase_q, anneal_begins_q, best_set_q, clear_q, sweep_o,
                     {7{at_phase_q}} & {follows_q, to_reload_q, to_frozen_q, to_random_q, to_anneal_q},
                     {32{f_run}} & \u_temperature.temperature_q };
  assign f_event_o = done_q;
