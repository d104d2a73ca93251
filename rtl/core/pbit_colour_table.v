// The heat bath's law at the present temperature, written entry by entry, over and over, for tables that the slots read.
// Entry a, for a field of magnitude a, is 4096 P(a spin goes against that field) = 4096 / (1 + exp(a/tau)), 0 ... 2048.
//
// Time goes in periods of PERIOD clocks. In one, 2^24/tau is divided bit by bit, tau as it stood in the period's first
// clock; in the next, a/tau is added up, an entry per clock, and looked up. Entry a of a period that begins in clock t
// is on the bus in clock t + a + 3 and counts from clock t + a + 4 on. tau = 0 divides to all ones: every field wins.
module pbit_colour_table #(
    parameter FIELD_BITS = 6,
    parameter LOGIC_TABLES = 0,  // 1: the law in logic, where block RAM is short
    parameter ENTRY_BITS = FIELD_BITS - 1
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  start_i,        // a period begins in the next clock
    input  logic [15:0]           temperature_i,  // tau, 8 fraction bits
    output logic                  write_o,
    output logic [ENTRY_BITS-1:0] entry_o,
    output logic [11:0]           against_o
);
  localparam PHASE_BITS = ENTRY_BITS > 5 ? ENTRY_BITS : 5;

  logic [PHASE_BITS-1:0] phase_q;
  logic                  first;
  assign first = phase_q == '0;
  always_ff @(posedge clk_i)
    if (!rst_ni || start_i) phase_q <= '0;
    else phase_q <= phase_q + 1'b1;

  // Restoring division of 2^24; its leading one comes in the first step.
  logic [15:0] divisor_q;
  logic [15:0] rest_q;
  logic [16:0] rest;
  logic [24:0] quotient_q;
  logic        fits, ended_q;
  assign rest = {rest_q, phase_q == PHASE_BITS'(1)};
  assign fits = rest >= {1'b0, divisor_q};
  always_ff @(posedge clk_i) begin
    ended_q <= phase_q >= PHASE_BITS'(25);
    if (first) begin
      divisor_q <= temperature_i;
      rest_q    <= '0;
    end else if (!ended_q) begin
      rest_q     <= fits ? 16'(rest - {1'b0, divisor_q}) : rest[15:0];
      quotient_q <= {quotient_q[23:0], fits};
    end
  end

  // a/tau with 16 fraction bits, and half a cell of the law, so that its nearest entry is taken. From 8 on the law is 0.
  logic [19:0]           step_q, ratio_q;
  logic [ENTRY_BITS-1:0] entry_1_q, entry_2_q;
  logic                  write_1_q, write_2_q, beyond_1_q;
  logic [11:0]           tail, against_q;
  generate
    if (ENTRY_BITS == PHASE_BITS) begin : g_all
      always_ff @(posedge clk_i) write_1_q <= 1'b1;
    end else begin : g_some
      always_ff @(posedge clk_i) write_1_q <= !first && phase_q <= PHASE_BITS'(1 << ENTRY_BITS);
    end
  endgenerate
  always_ff @(posedge clk_i) begin
    if (first) begin
      step_q  <= (quotient_q[24:19] != '0) ? 20'h80000 : {1'b0, quotient_q[18:0]};
      ratio_q <= 20'h00100;
    end else if (!ratio_q[19]) ratio_q <= ratio_q + step_q;
    beyond_1_q <= ratio_q[19];
    entry_1_q  <= ENTRY_BITS'(phase_q - 1'b1);
    write_2_q  <= write_1_q;
    entry_2_q  <= entry_1_q;
    against_q  <= tail & {12{!beyond_1_q}};
  end

  logistic_tail_table #(
      .STYLE(LOGIC_TABLES == 1 ? "logic" : "auto")
  ) u_tail (
      .clk_i(clk_i),
      .index_i(ratio_q[18:9]),
      .magnitude_o(tail)
  );

  assign write_o   = write_2_q;
  assign entry_o   = entry_2_q;
  assign against_o = against_q;
endmodule
