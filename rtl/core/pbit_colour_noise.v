// Twelve random bits per slot and clock: every four slots share a generator of 64 bits, of which they take the upper 48.
// While preparing, a master generator with other shifts runs from the seed, and the generators hand its states on, each
// to the next one: generator g begins with the state that the master had g + 1 clocks before the end of the preparation.
module pbit_colour_noise #(
    parameter SLOTS = 16,
    parameter GENERATORS = (SLOTS + 3) / 4
) (
    input  logic                clk_i,
    input  logic                start_i,      // take the seed
    input  logic [63:1]         seed_i,
    input  logic                preparing_i,
    output logic [12*SLOTS-1:0] noise_o       // per slot: 11 bits, and above them one more
);
  logic [63:0]               master;
  logic [64*GENERATORS-1:0]  state;
  logic [48*GENERATORS-1:0]  noise;

  xorshift64 #(
      .LEFT_FIRST(11),
      .RIGHT(29),
      .LEFT_LAST(14)
  ) u_master (
      .clk_i(clk_i),
      .load_i(start_i),
      .seed_i(seed_i),
      .state_o(master)
  );

  genvar g;
  generate
    for (g = 0; g < GENERATORS; g = g + 1) begin : g_generator
      logic [63:0] previous;
      if (g == 0) begin : g_first
        assign previous = master;
      end else begin : g_next
        assign previous = state[64*(g-1) +: 64];
      end
      xorshift64 u_xorshift (
          .clk_i(clk_i),
          .load_i(preparing_i),
          .seed_i(previous[63:1]),
          .state_o(state[64*g +: 64])
      );
      assign noise[48*g +: 48] = state[64*g+16 +: 48];
      logic unused_seed;
      assign unused_seed = &{1'b0, previous[0]};
    end
  endgenerate

  logic unused_bits;
  assign unused_bits = &{1'b0, noise, state};

  assign noise_o = noise[12*SLOTS-1:0];
endmodule
