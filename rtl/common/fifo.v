// fifo is a first-in first-out queue in one block RAM (LUT_RAM 1: in look-up tables), with a valid/ready handshake at its output.
//
// push_i, data_i      a word is stored, or lost where the queue is full (overflow_o, one clock)
// data_o, valid_o     the oldest word; stable until taken
// ready_i             takes it, in the clock in which valid_o is high as well
//
// DEPTH is a power of two, 4 or more. For speed the comparisons of the pointers are registered: a word is seen two clocks after
// it was pushed, one word can be taken every second clock, and the last three places may be refused although they are free.
module fifo #(
    parameter WIDTH = 8,
    parameter DEPTH = 512,
    parameter LUT_RAM = 0
) (
    input  logic             clk_i,
    input  logic             rst_ni,
    input  logic             push_i,
    input  logic [WIDTH-1:0] data_i,
    output logic             overflow_o,
    output logic [WIDTH-1:0] data_o,
    output logic             valid_o,
    input  logic             ready_i
);
  localparam BITS = $clog2(DEPTH);
  // A constant of its own, for Icarus takes no nested choice in an attribute; unused where attributes are not looked at.
  localparam unused_style = DEPTH <= 16 ? "logic" : LUT_RAM == 1 ? "distributed" : "auto";

  (* ram_style = unused_style *) logic [WIDTH-1:0] memory[0:DEPTH-1];
  logic [BITS:0] write_q, read_q;  // one bit more than the address: equal is empty, DEPTH apart is full
  logic full_q;
  logic [BITS:0] fill_q;  // words inside, one clock ago
  // Full is judged on the pointers of two clocks ago; two pushes may not have been seen yet, so two places are kept for them.
  wire store = push_i && !full_q;
  wire take = valid_o && ready_i;

  always_ff @(posedge clk_i) begin
    if (store) memory[write_q[BITS-1:0]] <= data_i;
    data_o <= memory[read_q[BITS-1:0]];
  end

  always_ff @(posedge clk_i) begin
    if (store) write_q <= write_q + 1'b1;
    if (take) read_q <= read_q + 1'b1;
    fill_q <= write_q - read_q;
    full_q <= fill_q[BITS] || fill_q[BITS-1:1] == '1;
    valid_o <= read_q != write_q && !take;
    overflow_o <= push_i && full_q;
    if (!rst_ni) begin
      write_q <= '0;
      read_q <= '0;
      fill_q <= '0;
      full_q <= 1'b0;
      valid_o <= 1'b0;
      overflow_o <= 1'b0;
    end
  end

`ifdef FORMAL
  // Proved by induction: the fill never leaves 0..DEPTH, the output is stable until taken, nothing is lost but where overflow_o
  // tells it, and words leave in order. Order: of all words stored, follow any one (f_watch says which, at will). f_at is its
  // place; it leaves with the value it came with, after exactly the words that were before it.
  logic f_past_valid = 1'b0;
  logic f_inside = 1'b0;
  logic [BITS:0] f_at, f_read_then;
  logic [WIDTH-1:0] f_value;
  logic f_stored_now, f_stored_before;
  (* anyseq *) logic f_watch;
  wire [BITS:0] f_fill = write_q - read_q;
  wire [BITS:0] f_ahead = f_at - read_q;  // words before the one followed
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    f_stored_now <= store && rst_ni;
    f_stored_before <= f_stored_now && rst_ni;
    f_read_then <= read_q;
    if (!rst_ni) begin
      f_inside <= 1'b0;
    end else if (!f_inside) begin
      f_inside <= store && f_watch;
      f_at <= write_q;
      f_value <= data_i;
    end else if (take && f_ahead == '0) begin
      f_inside <= 1'b0;
    end
  end
  always @* if (!f_past_valid) assume (!rst_ni);

  always_ff @(posedge clk_i)
    if (f_past_valid) begin
      // Bounds. The registered comparisons lag, so the induction needs to know by how much.
      assert (f_fill <= DEPTH);
      if ($past(f_past_valid)) begin
        assert (f_fill <= fill_q + f_stored_now);
        if (!full_q) assert (f_fill < DEPTH);
        assert (full_q || fill_q + f_stored_now < DEPTH);
      end
      if (valid_o) assert (f_fill != 0);
      // Order.
      if (f_inside) assert (f_ahead < f_fill);
      if (f_inside) assert (memory[f_at[BITS-1:0]] == f_value);
      if (f_inside && valid_o && f_ahead == '0) assert (data_o == f_value);
      if (f_inside && $past(f_inside) && $past(rst_ni)) assert (f_at == $past(f_at) && f_value == $past(f_value));
      // Handshake.
      if ($past(rst_ni && valid_o && !ready_i)) assert (valid_o && data_o == $past(data_o));
      // Nothing is lost in silence.
      if ($past(rst_ni) && $past(push_i)) assert (overflow_o || write_q == (BITS + 1)'($past(write_q) + 1'b1));
      if (overflow_o) assert ($past(f_fill) >= DEPTH - 3);
      // All this can happen: a lost word, and one that leaves after the addresses have wrapped around.
      cover (overflow_o);
      cover (valid_o && read_q == (BITS + 1)'(DEPTH + 1));
    end
`endif
endmodule
