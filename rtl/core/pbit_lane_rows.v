// The rows of couplings: blocks of LANES weights w = -J, one block per clock, in banks of 16 bits.
// A flip's row leaves with the sign of the flip, as the lanes' adders want it: inverted where `minus_i`.
module pbit_lane_rows #(
    parameter SPINS = 512,
    parameter WEIGHT_BITS = 4,
    parameter LANES = 16,
    parameter MEMORY = 0,
    parameter BITS = LANES * WEIGHT_BITS,
    parameter ADDRESS_BITS = $clog2(SPINS) + $clog2(SPINS / LANES),
    parameter WORD_BITS = BITS > 32 ? $clog2(BITS / 32) : 1
) (
    input  logic                    clk_i,
    input  logic [ADDRESS_BITS-1:0] addr_i,      // {row, block}
    input  logic                    valid_i,     // a clock later: the block counts, else it gives zeros
    input  logic                    minus_i,     // a clock later
    output logic [BITS-1:0]         weights_o,   // two clocks after addr_i
    // host: 32 bits of a block
    input  logic                    host_write_i,
    input  logic [WORD_BITS-1:0]    host_word_i,
    input  logic [31:0]             host_wdata_i,
    output logic [31:0]             host_rdata_o // two clocks after addr_i
);
  localparam WORDS = BITS / 32;

  logic [BITS-1:0] block;
  logic [31:0]     words[0:WORDS-1];
  genvar k;
  generate
    for (k = 0; k < 2 * WORDS; k = k + 1) begin : g_bank
      ram_one_port #(
          .DEPTH(1 << ADDRESS_BITS),
          .KIND(MEMORY)
      ) u_bank (
          .clk_i(clk_i),
          .write_i(host_write_i && (WORDS == 1 || host_word_i == WORD_BITS'(k / 2))),
          .addr_i(addr_i),
          .wdata_i(host_wdata_i[16*(k%2) +: 16]),
          .rdata_o(block[16*k +: 16])
      );
    end
    for (k = 0; k < WORDS; k = k + 1) begin : g_word
      assign words[k] = block[32*k +: 32];
    end
  endgenerate

  logic [BITS-1:0] weights_q;
  logic [31:0]     host_q;
  always_ff @(posedge clk_i) begin
    weights_q <= (block ^ {BITS{minus_i}}) & {BITS{valid_i}};
    host_q    <= WORDS == 1 ? words[0] : words[host_word_i];
  end
  assign weights_o    = weights_q;
  assign host_rdata_o = host_q;
endmodule
