// The fields of a quarter of the spins: one neighbour is updated per clock, or one field read for a visit.
//   stage 0 address, stage 1 memory, stage 2 add, stage 3 write
// A neighbour's field grows by 2 w s. An entry of weight 0 changes nothing and writes nothing, so that padding may name
// any word. A field that is read in stage 0 at clock u and written can be read again from u + 4 on.
module pbit_sparse_bank #(
    parameter WORDS = 1024,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 10,
    parameter ADDRESS_BITS = $clog2(WORDS)
) (
    input  logic                    clk_i,
    input  logic                    rst_ni,
    // one clock before stage 0
    input  logic                    entry_i,         // a row of entries passes; else the scan has the address
    input  logic [ADDRESS_BITS-1:0] address_i,
    input  logic [WEIGHT_BITS-1:0]  entry_weight_i,  // 0: none of the row's entries is for this bank
    // stage 1
    input  logic                    minus_i,         // the flip goes to -1: subtract
    input  logic                    reloading_i,     // this sweep copies the initial state
    input  logic                    reload_i,        // ... and this clock a word of this bank
    input  logic [FIELD_BITS-1:0]   initial_i,
    output logic [FIELD_BITS-1:0]   field_o,
    output logic                    overflow_o       // a field has left its range
);
  logic                    entry_0_q, some_1_q, some_2_q, some_3_q, write_2_q, write_3_q, carry_2_q, overflow_q, low_q, top_q;
  logic [ADDRESS_BITS-1:0] address_0_q, address_1_q, address_2_q, address_3_q;
  logic [WEIGHT_BITS-1:0]  weight_0_q, weight_1_q, weight_2_q;
  logic [FIELD_BITS-1:0]   word, data_q;
  logic [FIELD_BITS-2:0]   high_q;

  ram_two_port #(
      .DEPTH(WORDS),
      .WIDTH(FIELD_BITS)
  ) u_fields (
      .clk_i(clk_i),
      .write_i(write_3_q),
      .waddr_i(address_3_q),
      .wdata_i({high_q, low_q}),
      .raddr_i(address_0_q),
      .rdata_o(word)
  );

  // The lowest bit of a field never changes, and -w is ~w + 1: the lowest bit of this sum makes the carry.
  logic signed [FIELD_BITS:0]   sum_carry;
  logic signed [FIELD_BITS-1:0] sum;
  assign sum_carry = $signed({data_q[FIELD_BITS-1], data_q[FIELD_BITS-1:1], 1'b1}) +
                     $signed({{FIELD_BITS - WEIGHT_BITS{weight_2_q[WEIGHT_BITS-1]}}, weight_2_q, carry_2_q});
  assign sum = sum_carry[FIELD_BITS:1];

  always_ff @(posedge clk_i) begin
    address_0_q <= address_i;
    address_1_q <= address_0_q;
    address_2_q <= address_1_q;
    address_3_q <= address_2_q;
    weight_0_q  <= entry_weight_i;
    weight_1_q  <= weight_0_q;
    weight_2_q  <= some_1_q ? weight_1_q ^ {WEIGHT_BITS{minus_i}} : '0;
    carry_2_q   <= some_1_q && minus_i;
    data_q      <= reloading_i ? initial_i : word;
    {top_q, high_q} <= sum;
    low_q       <= data_q[0];
    if (!rst_ni) begin
      {entry_0_q, some_1_q, some_2_q, some_3_q, write_2_q, write_3_q, overflow_q} <= '0;
    end else begin
      entry_0_q  <= entry_i;
      some_1_q   <= entry_0_q && weight_0_q != '0;
      some_2_q   <= some_1_q;
      write_2_q  <= some_1_q || reload_i;
      write_3_q  <= write_2_q;
      some_3_q   <= some_2_q;
      overflow_q <= some_3_q && top_q != high_q[FIELD_BITS-2];
    end
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, sum_carry[0]};

  assign field_o    = word;
  assign overflow_o = overflow_q;
endmodule
