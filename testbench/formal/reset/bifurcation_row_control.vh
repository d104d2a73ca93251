  // Which pass it is and where in it are set by a start, and looked at while there is a run.
  // What decides whether another step follows is told in each pass after which the next is not yet known (the core does it
  // when the first particle moves): assumed here. Detuning likewise from a start on.
  (* hierconn *) wire [31:0] \u_detuning.temperature_q ;
  logic f_run, f_decided;
  always_ff @(posedge clk_i) f_decided <= rst_ni && !start_i && !gap_end && (decide_i || f_decided);
  always @* if (rst_ni && gap_end) assume (f_decided);
  assign f_run = running_q || gapping_q || busy_q;
  assign f_same_o = {running_q, gapping_q, busy_q, done_q, loaded_q, abort_q, gap_q, valid_o, sweep_o, match_q, none_left_q, f_decided,
                     f_decided && finish_q, end_index_q, short_q,
                     {INDEX_BITS + 11{f_run}} & {kind_q, plane_q, fresh_q, reload_q, index_q, first_q, end_q, present_q},
                     {32{f_run}} & \u_detuning.temperature_q };
  assign f_event_o = done_q;
