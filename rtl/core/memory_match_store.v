// The stored patterns of a memory_match core: one whole pattern in every clock, one clock after its row.
//
// FOLDED = 0: one block of PATTERNS rows, SPINS bits wide.
// FOLDED = 1: PATTERNS = 7/4 of a memory block's depth D, with not a bit left over. A pattern is four quarters, and there
// are seven banks of D quarters, of which a pattern never needs two words of one bank. Rows begin at D/4:
//   row D/4 ... D-1   quarter q lies in bank q
//   row D + k         quarter j = k / (D/4) lies in bank j, at k mod D/4; each other quarter q in bank 4 + q, at k, but
//                     quarter 3 in bank 4 + j
// Banks 0 to 3 share an address, and so do banks 4 to 6. No word is read before it was written, but for those whose value
// is not chosen.
module memory_match_store #(
    parameter SPINS = 256,
    parameter PATTERNS = 448,
    parameter FOLDED = 1,
    parameter WORDS = SPINS / 32,
    parameter DEPTH = FOLDED == 1 ? PATTERNS * 4 / 7 : PATTERNS,  // a power of two where folded
    parameter ROW_BITS = FOLDED == 1 ? $clog2(DEPTH) + 1 : $clog2(PATTERNS)
) (
    input  logic                clk_i,
    input  logic [ROW_BITS-1:0] row_i,
    input  logic [WORDS-1:0]    write_i,   // by word of 32 bits, into row_i
    input  logic [31:0]         wdata_i,
    output logic [SPINS-1:0]    pattern_o  // one clock after row_i, through a selector where folded
);
  genvar w;
  generate
    if (FOLDED == 1) begin : g_folded
      localparam QUARTER = SPINS / 4;
      localparam QUARTER_WORDS = WORDS / 4;
      localparam ADDRESS_BITS = ROW_BITS - 1;
      // Which quarter of a pattern in the upper half lies in its own bank.
      logic [1:0] own;
      logic       upper;
      assign upper = row_i[ROW_BITS-1];
      assign own   = row_i[ROW_BITS-2 -: 2];

      logic [ADDRESS_BITS-1:0] own_address;
      assign own_address = {upper ? 2'd0 : own, row_i[ROW_BITS-4:0]};

      // A clock later, beside the data: which quarters come from a shared bank, and from which the last one does.
      logic [3:0] shared, shared_q;
      logic [1:0] own_q;
      assign shared = {4{upper}} & ~(4'd1 << own);
      always_ff @(posedge clk_i) begin
        shared_q <= shared;
        own_q    <= own;
      end

      logic [7*QUARTER-1:0] banks;
      logic [7*QUARTER_WORDS-1:0] bank_write;
      for (w = 0; w < QUARTER_WORDS; w = w + 1) begin : g_word
        assign bank_write[0*QUARTER_WORDS+w] = write_i[0*QUARTER_WORDS+w] && !shared[0];
        assign bank_write[1*QUARTER_WORDS+w] = write_i[1*QUARTER_WORDS+w] && !shared[1];
        assign bank_write[2*QUARTER_WORDS+w] = write_i[2*QUARTER_WORDS+w] && !shared[2];
        assign bank_write[3*QUARTER_WORDS+w] = write_i[3*QUARTER_WORDS+w] && !shared[3];
        assign bank_write[4*QUARTER_WORDS+w] = shared[0] && write_i[0*QUARTER_WORDS+w] ||
                                               shared[3] && own == 2'd0 && write_i[3*QUARTER_WORDS+w];
        assign bank_write[5*QUARTER_WORDS+w] = shared[1] && write_i[1*QUARTER_WORDS+w] ||
                                               shared[3] && own == 2'd1 && write_i[3*QUARTER_WORDS+w];
        assign bank_write[6*QUARTER_WORDS+w] = shared[2] && write_i[2*QUARTER_WORDS+w] ||
                                               shared[3] && own == 2'd2 && write_i[3*QUARTER_WORDS+w];
      end
      for (w = 0; w < 7 * QUARTER_WORDS; w = w + 1) begin : g_bank
        ram_two_port #(
            .DEPTH(DEPTH),
            .WIDTH(32)
        ) u_ram (
            .clk_i(clk_i),
            .write_i(bank_write[w]),
            .waddr_i(w < 4 * QUARTER_WORDS ? own_address : row_i[ADDRESS_BITS-1:0]),
            .wdata_i(wdata_i),
            .raddr_i(w < 4 * QUARTER_WORDS ? own_address : row_i[ADDRESS_BITS-1:0]),
            .rdata_o(banks[32*w +: 32])
        );
      end

      logic [QUARTER-1:0] last_shared;
      assign last_shared = own_q[1] ? banks[6*QUARTER +: QUARTER] :
                           own_q[0] ? banks[5*QUARTER +: QUARTER] : banks[4*QUARTER +: QUARTER];
      assign pattern_o = {shared_q[3] ? last_shared : banks[3*QUARTER +: QUARTER],
                          shared_q[2] ? banks[6*QUARTER +: QUARTER] : banks[2*QUARTER +: QUARTER],
                          shared_q[1] ? banks[5*QUARTER +: QUARTER] : banks[1*QUARTER +: QUARTER],
                          shared_q[0] ? banks[4*QUARTER +: QUARTER] : banks[0*QUARTER +: QUARTER]};
    end else begin : g_plain
      for (w = 0; w < WORDS; w = w + 1) begin : g_word
        ram_two_port #(
            .DEPTH(PATTERNS),
            .WIDTH(32)
        ) u_ram (
            .clk_i(clk_i),
            .write_i(write_i[w]),
            .waddr_i(row_i),
            .wdata_i(wdata_i),
            .raddr_i(row_i),
            .rdata_o(pattern_o[32*w +: 32])
        );
      end
    end
  endgenerate
endmodule
