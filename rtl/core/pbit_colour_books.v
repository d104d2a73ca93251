// What the flips of a clock do to the energy, how many they are, and the best state.
// Spins that flip together do not couple to each other, so that the energy changes by the sum of what each flip does
// alone: 2 s l with the old s. Half of that sum is total_o, LEVELS + 3 clocks after the decision, as a flip of one spin
// s = +1 under that field would be; two clocks later the tally has its verdict, and while it says snapshot, the spins as
// they were before the visit in question go into the best state.
module pbit_colour_books #(
    parameter SLOTS = 16,
    parameter COLOURS = 2,
    parameter FIELD_BITS = 6,
    parameter LEVELS = 4,  // at least 1, and 2^LEVELS at least SLOTS
    parameter STYLE = "auto",  // of memories
    parameter COLOUR_BITS = $clog2(COLOURS)
) (
    input  logic                         clk_i,
    input  logic                         rst_ni,
    input  logic                         clear_i,
    // a clock after the decision
    input  logic [SLOTS-1:0]             flip_i,
    input  logic [SLOTS-1:0]             old_i,
    input  logic [SLOTS*FIELD_BITS-1:0]  field_i,
    output logic [FIELD_BITS+LEVELS-1:0] total_o,
    output logic [31:0]                  flips_o,
    // when the verdict is there
    input  logic                         visit_i,
    input  logic                         snapshot_i,
    // the best state, a clock after its colour
    input  logic [COLOUR_BITS-1:0]       best_colour_i,
    output logic [SLOTS-1:0]             best_o
);
  localparam COUNT = 1 << LEVELS;
  localparam DELAY_BITS = $clog2(LEVELS + 5);

  // -l is the ones' complement of l and one more. Flips are counted half as numbers and half as ones.
  logic [SLOTS*FIELD_BITS-1:0]  term_q;
  logic [SLOTS-1:0]             rise_q, flip_q;
  logic [COUNT-1:0]             flip_all;
  logic [COUNT*2-1:0]           flip_half;       // signed
  logic [FIELD_BITS+LEVELS-1:0] sum, total_q;
  logic [LEVELS+1:0]            flips;
  logic                         last_rise, no_flip;
  logic [31:0]                  flips_q;
  genvar i;
  generate
    for (i = 0; i < SLOTS; i = i + 1) begin : g_slot
      always_ff @(posedge clk_i) begin
        term_q[FIELD_BITS*i +: FIELD_BITS] <= (field_i[FIELD_BITS*i +: FIELD_BITS] ^ {FIELD_BITS{!old_i[i]}}) &
                                              {FIELD_BITS{flip_i[i]}};
        rise_q[i] <= flip_i[i] && !old_i[i];
        flip_q[i] <= flip_i[i];
      end
    end
    for (i = 0; i < COUNT; i = i + 1) begin : g_count
      assign flip_half[2*i +: 2] = {1'b0, i < COUNT / 2 && flip_all[i]};
    end
  endgenerate
  assign flip_all = COUNT'(flip_q);

  sum_tree #(
      .LEVELS(LEVELS),
      .WIDTH(FIELD_BITS)
  ) u_sum (
      .clk_i(clk_i),
      .numbers_i((COUNT * FIELD_BITS)'(term_q)),
      .ones_i(COUNT'(rise_q)),
      .sum_o(sum),
      .one_o(last_rise)
  );
  sum_tree #(
      .LEVELS(LEVELS),
      .WIDTH(2)
  ) u_flips (
      .clk_i(clk_i),
      .numbers_i(flip_half),
      .ones_i(flip_all >> (COUNT / 2)),
      .sum_o(flips),
      .one_o(no_flip)
  );
  always_ff @(posedge clk_i) begin
    total_q <= sum + (FIELD_BITS + LEVELS)'(last_rise);
    if (!rst_ni || clear_i) flips_q <= '0;
    else flips_q <= flips_q + 32'(flips);
  end

  // Old spins wait for the verdict in a ring of words.
  logic [DELAY_BITS-1:0]  write_addr_q, read_addr;
  logic [COLOUR_BITS-1:0] colour_q;
  logic [SLOTS-1:0]       waited;
  assign read_addr = write_addr_q - DELAY_BITS'(LEVELS + 3);
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      write_addr_q <= '0;
      colour_q     <= '0;
    end else begin
      write_addr_q <= write_addr_q + 1'b1;
      if (visit_i) colour_q <= (colour_q == COLOUR_BITS'(COLOURS - 1)) ? '0 : colour_q + 1'b1;
    end
  ram_two_port #(
      .DEPTH(1 << DELAY_BITS),
      .WIDTH(SLOTS),
      .STYLE(STYLE)
  ) u_before (
      .clk_i(clk_i),
      .write_i(1'b1),
      .waddr_i(write_addr_q),
      .wdata_i(old_i),
      .raddr_i(read_addr),
      .rdata_o(waited)
  );
  ram_two_port #(
      .DEPTH(1 << COLOUR_BITS),
      .WIDTH(SLOTS),
      .STYLE(STYLE)
  ) u_best (
      .clk_i(clk_i),
      .write_i(visit_i && snapshot_i),
      .waddr_i(colour_q),
      .wdata_i(waited),
      .raddr_i(best_colour_i),
      .rdata_o(best_o)
  );

  logic unused_bit;
  assign unused_bit = &{1'b0, no_flip};

  assign total_o = total_q;
  assign flips_o = flips_q;
endmodule
