// uart_tx sends bytes on an asynchronous serial line, 8 data bits, no parity, one stop bit; the line rests high.
//
// valid_i, data_i  a byte is taken in the clock in which valid_i and ready_o are both high
// ready_o          high while nothing is being sent; bytes offered without pause leave with exactly one stop bit between
// tx_o             the pin, from a flip-flop
module uart_tx #(
    parameter CLKS_PER_BIT = 16
) (
    input  logic       clk_i,
    input  logic       rst_ni,
    input  logic [7:0] data_i,
    input  logic       valid_i,
    output logic       ready_o,
    output logic       tx_o
);
  localparam TIMER_BITS = $clog2(CLKS_PER_BIT + 1);
  localparam [TIMER_BITS-1:0] FULL_BIT = TIMER_BITS'(CLKS_PER_BIT - 1);

  logic [8:0] shift_q;  // the bits that follow the one on the line; ones are shifted in, so the line ends at rest
  logic [3:0] left_q;  // bits still to begin, stop bit included
  logic none_left_q;  // left_q == 0, a clock later
  logic [TIMER_BITS-1:0] timer_q;  // clocks left of the bit on the line, the last one excluded
  logic last_q;  // timer_q == 0 and ready_o are registered for speed: no comparison stands before a clock enable
  wire last_d = timer_q == TIMER_BITS'(1);

  always_ff @(posedge clk_i) begin
    none_left_q <= left_q == '0;
    if (ready_o) begin
      tx_o    <= !valid_i;
      shift_q <= {1'b1, data_i};
      left_q  <= 4'd9;
      timer_q <= FULL_BIT;
      last_q  <= 1'b0;
      ready_o <= !valid_i;
    end else begin
      timer_q <= last_q ? FULL_BIT : timer_q - 1'b1;
      last_q  <= last_d;
      ready_o <= last_d && none_left_q;
      if (last_q) begin
        tx_o    <= shift_q[0];
        shift_q <= {1'b1, shift_q[8:1]};
        left_q  <= left_q - 1'b1;
      end
    end
    if (!rst_ni) begin
      tx_o    <= 1'b1;
      ready_o <= 1'b1;
    end
  end

`ifdef FORMAL
  // Proved by induction: the line shows start bit, the eight bits of the byte taken (lowest first) and a stop bit, each for
  // exactly CLKS_PER_BIT clocks, and rests high otherwise. f_clock counts the clocks since a byte was taken.
  logic f_past_valid = 1'b0;
  logic f_busy = 1'b0;
  logic [7:0] f_byte;
  logic [3:0] f_bit;  // 0 start, 1..8 data, 9 stop
  logic [TIMER_BITS-1:0] f_clock;
  wire [9:0] f_frame = {1'b1, f_byte, 1'b0};
  wire [9:0] f_rest = f_frame >> f_bit >> 1;
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    if (!rst_ni) begin
      f_busy <= 1'b0;
    end else if (valid_i && ready_o) begin
      f_busy  <= 1'b1;
      f_byte  <= data_i;
      f_bit   <= '0;
      f_clock <= '0;
    end else if (f_busy) begin
      f_clock <= f_clock == FULL_BIT ? '0 : f_clock + 1'b1;
      if (f_clock == FULL_BIT) f_bit <= f_bit + 1'b1;
      if (f_clock == FULL_BIT && f_bit == 4'd9) f_busy <= 1'b0;
    end
  end
  always @* if (!f_past_valid) assume (!rst_ni);

  always_ff @(posedge clk_i)
    if (f_past_valid) begin
      if (f_busy) begin
        assert (f_bit <= 4'd9 && f_clock <= FULL_BIT);
        assert (left_q == 4'd9 - f_bit);
        assert (timer_q == FULL_BIT - f_clock);
        assert (last_q == (timer_q == '0));
        assert (shift_q == (9'h1ff << (4'd9 - f_bit) | f_rest[8:0]));
        assert (tx_o == f_frame[f_bit]);
        assert (ready_o == (f_bit == 4'd9 && f_clock == FULL_BIT));
      end else begin
        assert (tx_o && ready_o);
      end
      cover (f_busy && f_bit == 4'd9 && f_byte == 8'ha5);
    end
`endif
endmodule
