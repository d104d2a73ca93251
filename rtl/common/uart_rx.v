// uart_rx receives bytes from an asynchronous serial line, 8 data bits, no parity, one stop bit.
//
// rx_i       the pin; asynchronous, passed through two flip-flops here
// data_o     the byte received, valid in the one clock in which valid_o is high
// error_o    one clock high where the stop bit was low: that byte is dropped and the line must rise before the next start
//
// Each bit is sampled once, in its middle. With CLKS_PER_BIT = N the sampling point is off by at most one clock, so that the
// two ends' clocks may differ by (N/2 - 1)/(9.5 N): 2.6 % at N = 4, 4.6 % at N = 16. N must be at least 4.
module uart_rx #(
    parameter CLKS_PER_BIT = 16
) (
    input  logic       clk_i,
    input  logic       rst_ni,
    input  logic       rx_i,
    output logic [7:0] data_o,
    output logic       valid_o,
    output logic       error_o
);
  localparam TIMER_BITS = $clog2(CLKS_PER_BIT + 1);
  localparam [TIMER_BITS-1:0] FULL_BIT = TIMER_BITS'(CLKS_PER_BIT - 1);
  localparam [TIMER_BITS-1:0] MIDDLE = TIMER_BITS'(CLKS_PER_BIT - CLKS_PER_BIT / 2);  // of the start bit, counting down

  localparam IDLE = 0, START = 1, BITS = 2, BROKEN = 3;  // a flag each

  logic [1:0] sync_q;
  logic [3:0] state_q;
  logic [TIMER_BITS-1:0] timer_q;
  logic [3:0] bit_q;  // 0..7 data bits, 8 the stop bit
  logic [7:0] shift_q;

  wire line = sync_q[1];
  wire stop = state_q[BITS] && tick_q && bit_q[3];
  logic tick_q;  // timer_q == 0 or, in START, MIDDLE; registered for speed

  assign data_o = shift_q;

  always_ff @(posedge clk_i) begin
    sync_q  <= {sync_q[0], rx_i};
    timer_q <= (tick_q || state_q[IDLE]) ? FULL_BIT : timer_q - 1'b1;
    tick_q  <= !state_q[IDLE] && timer_q == (state_q[START] ? MIDDLE + 1'b1 : TIMER_BITS'(1));
    valid_o <= stop && line;
    error_o <= stop && !line;
    state_q[IDLE]   <= line && (state_q[IDLE] || state_q[BROKEN] || (state_q[START] && tick_q) || stop);
    state_q[START]  <= (state_q[IDLE] && !line) || (state_q[START] && !tick_q);
    state_q[BITS]   <= (state_q[START] && tick_q && !line) || (state_q[BITS] && !stop);  // a pulse shorter than half a bit is noise
    state_q[BROKEN] <= !line && (state_q[BROKEN] || stop);
    if (state_q[IDLE] || tick_q) bit_q <= state_q[BITS] ? bit_q + 1'b1 : '0;
    if (tick_q && !bit_q[3]) shift_q <= {line, shift_q[7:1]};  // the start bit, too, and is shifted out again
    if (!rst_ni) begin
      sync_q  <= 2'b11;
      state_q <= 4'd1 << IDLE;
      timer_q <= FULL_BIT;
      tick_q  <= 1'b0;
      bit_q   <= '0;
      valid_o <= 1'b0;
      error_o <= 1'b0;
    end
  end

`ifdef FORMAL
  // Proved by induction for any line: bit counter and timer stay in range, the two outputs never rise together, a byte is
  // announced for one clock only, and only after a stop bit.
  logic f_past_valid = 1'b0;
  always_ff @(posedge clk_i) f_past_valid <= 1'b1;
  always @* if (!f_past_valid) assume (!rst_ni);

  always_ff @(posedge clk_i)
    if (f_past_valid) begin
      assert (timer_q <= FULL_BIT && tick_q == (timer_q == (state_q[START] ? MIDDLE : '0)));
      assert (bit_q <= 4'd9);
      assert (state_q != '0 && (state_q & (state_q - 1'b1)) == '0);
      if (state_q[IDLE]) assert (timer_q == FULL_BIT || !$past(state_q[IDLE]));
      if (state_q[START]) assert (timer_q >= MIDDLE && bit_q == 0);
      if (state_q[BITS]) assert (bit_q <= 4'd8);
      assert (!(valid_o && error_o));
      if (valid_o) assert (state_q[IDLE] && $past(line) && $past(state_q[BITS]) && $past(bit_q) == 4'd8);
      if ($past(valid_o)) assert (!valid_o);
      if (error_o) assert (state_q[BROKEN]);
      cover (valid_o && data_o == 8'h5a);
      cover (error_o);
    end
`endif
endmodule
