  // Energies are those of a run: the first loads one before anything counts, then makes it the best one, before anything is
  // compared with that. Assumed here, as the cores' control does so; and that a reset lasts four clocks.
  logic f_loaded, f_set, f_set_1;
  logic [2:0] f_held;
  always_ff @(posedge clk_i) begin
    f_loaded <= rst_ni && (f_loaded || energy_load_i);
    f_set    <= rst_ni && (f_set || best_set_i);
    f_set_1  <= rst_ni && f_set;
    f_held   <= rst_ni ? 3'd0 : f_held[2] ? 3'd4 : f_held + 3'd1;
  end
  always @* if (rst_ni) begin
    assume (f_held == 3'd0 || f_held[2]);
    if (busy_i || flip_i) assume (f_loaded || energy_load_i);
    if (best_set_i) assume (f_loaded);
    if (annealing_i && (flip_2_q || flip_3_q)) assume (f_set_1);
  end
  assign f_same_o = {flip_1_q, flip_2_q, flip_3_q, rst_ni && better, overflow_q, cycles_o, flips_o, g_lane[0].need_q, g_lane[1].need_q,
                     f_loaded, f_set, f_set_1, f_held, {ENERGY_BITS{f_loaded || f_set}} & energy_q, {ENERGY_BITS{f_set}} & best_not_q,
                     f_set_1 && below_q};
  assign f_event_o = better && snapshot_o == '0;
