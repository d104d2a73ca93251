// From a word of differences to a force: counts it, looks the force up, and keeps what a pass over the patterns is worth:
// the nearest pattern, the energy, the sum of all forces, and whether a spin's sum may have left its width.
//
// valid_i[k] says that the word of a pattern went in k clocks ago. distance_o and the table's address at k = COUNT + 1;
// force_o, which is 0 where there is no pattern, at k = COUNT + 4.
module memory_match_score #(
    parameter SPINS = 256,
    parameter PATTERNS = 448,
    parameter FORCE_BITS = 12,
    parameter SUM_BITS = 14,
    parameter ENERGY_BITS = 30,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter PATTERN_BITS = $clog2(PATTERNS),
    parameter COUNT = INDEX_BITS / 2                // clocks of the counting tree
) (
    input  logic                    clk_i,
    input  logic                    begin_i,        // a pass begins: forget the last one
    input  logic [SPINS-1:0]        ones_i,
    input  logic [COUNT+3:0]        valid_i,
    input  logic                    half_i,         // a clock later the force is what is subtracted at the end
    input  logic [INDEX_BITS:0]     spin_count_i,
    output logic [INDEX_BITS:0]     distance_o,
    output logic [SUM_BITS-1:0]     force_o,
    output logic [INDEX_BITS:0]     nearest_distance_o,
    output logic [PATTERN_BITS-1:0] nearest_o,
    output logic [ENERGY_BITS-1:0]  energy_o,
    output logic                    overflow_o,     // the forces of this pass may be too many
    // the table, by distance: F' in the low bits, F above
    input  logic                    table_host_i,   // the address is the host's
    input  logic [INDEX_BITS-1:0]   table_addr_i,
    input  logic                    table_write_i,
    input  logic [31:0]             table_wdata_i,
    output logic [31:0]             table_rdata_o   // one clock after the address
);
  localparam SIZE_BITS = FORCE_BITS + PATTERN_BITS;  // of the sum of all magnitudes

  // Spins beyond the problem's are all alike, and not counted.
  logic [INDEX_BITS:0] sum, unused_q, distance_q;
  logic [COUNT-1:0]    last_q;
  popcount_tree #(
      .WIDTH(SPINS)
  ) u_count (
      .clk_i(clk_i),
      .word_i(ones_i),
      .sum_o(sum)
  );
  always_ff @(posedge clk_i) begin
    unused_q   <= (INDEX_BITS + 1)'(SPINS) - spin_count_i;
    last_q     <= {last_q[COUNT-2:0], ones_i[SPINS-1]};
    distance_q <= sum - (unused_q & {INDEX_BITS + 1{last_q[COUNT-1]}});
  end

  // The exact inverse of a pattern of SPINS spins has no word of its own in the table: it takes its neighbour's.
  logic [INDEX_BITS-1:0] address;
  logic [31:0]           entry;
  assign address = table_host_i ? table_addr_i : distance_q[INDEX_BITS] ? '1 : distance_q[INDEX_BITS-1:0];
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(32)
  ) u_table (
      .clk_i(clk_i),
      .write_i(table_write_i),
      .waddr_i(table_addr_i),
      .wdata_i(table_wdata_i),
      .raddr_i(address),
      .rdata_o(entry)
  );

  // All forces, with one bit more than a spin's sum: what is made of it wraps alike. Half of it, rounded down, and 1 are
  // subtracted, which is its complement.
  logic [FORCE_BITS-1:0]         looked_up_q, size_q;
  logic                          negative_q, counted_q;
  logic signed [31-FORCE_BITS:0] value_q;
  logic signed [ENERGY_BITS-1:0] energy_q;
  logic [SUM_BITS-1:0]           force_q;
  logic [SUM_BITS:0]             total_q;
  logic [SIZE_BITS-1:0]          sizes_q;
  always_ff @(posedge clk_i) begin
    looked_up_q <= entry[FORCE_BITS-1:0];
    value_q     <= entry[31:FORCE_BITS];
    size_q      <= looked_up_q ^ {FORCE_BITS{looked_up_q[FORCE_BITS-1]}};  // one less than the magnitude of a negative one
    negative_q  <= looked_up_q[FORCE_BITS-1];
    force_q     <= half_i ? ~total_q[SUM_BITS:1] :
                   {{SUM_BITS - FORCE_BITS{looked_up_q[FORCE_BITS-1]}}, looked_up_q} & {SUM_BITS{valid_i[COUNT+3]}};
    counted_q   <= valid_i[COUNT+3];
    if (begin_i) begin
      energy_q <= '0;
      total_q  <= '0;
      sizes_q  <= '0;
    end else begin
      if (valid_i[COUNT+3]) begin
        energy_q <= energy_q - ENERGY_BITS'(value_q);
        total_q  <= total_q + {{SUM_BITS + 1 - FORCE_BITS{looked_up_q[FORCE_BITS-1]}}, looked_up_q};
      end
      if (counted_q) sizes_q <= sizes_q + SIZE_BITS'(size_q) + SIZE_BITS'(negative_q);
    end
  end

  logic [INDEX_BITS:0]     nearest_distance_q;
  logic [PATTERN_BITS-1:0] nearest_q, index_q;
  logic                    any_q;
  always_ff @(posedge clk_i) begin
    if (begin_i) begin
      any_q   <= 1'b0;
      index_q <= '0;
    end else if (valid_i[COUNT+1]) begin
      any_q   <= 1'b1;
      index_q <= index_q + 1'b1;
      if (!any_q || distance_q < nearest_distance_q) begin
        nearest_distance_q <= distance_q;
        nearest_q          <= index_q;
      end
    end
  end

  logic unused_valid;
  assign unused_valid = &{1'b0, valid_i[COUNT:0]};

  assign distance_o         = distance_q;
  assign force_o            = force_q;
  assign nearest_distance_o = nearest_distance_q;
  assign nearest_o          = nearest_q;
  assign energy_o           = energy_q;
  assign overflow_o         = sizes_q[SIZE_BITS-1:SUM_BITS] != '0;
  assign table_rdata_o      = entry;
endmodule
