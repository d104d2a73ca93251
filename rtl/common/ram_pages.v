// One-port memory cut into pages of PAGE words, each a block RAM of its own, for parts whose blocks a plain memory would not
// fill. Where only the first USED of every STRIDE words are ever addressed, pages beyond them are left out and read 0.
// Reads in a clock that writes are undefined. No initial content: nothing may be read before it is written.
module ram_pages #(
    parameter DEPTH = 4096,
    parameter WIDTH = 9,
    parameter PAGE = 2048,   // a power of two
    parameter STRIDE = DEPTH,
    parameter USED = STRIDE,
    parameter ADDRESS_BITS = $clog2(DEPTH)
) (
    input  logic                    clk_i,
    input  logic                    write_i,
    input  logic [ADDRESS_BITS-1:0] addr_i,
    input  logic [WIDTH-1:0]        wdata_i,
    output logic [WIDTH-1:0]        rdata_o   // one clock after addr_i
);
  localparam WORD_BITS = $clog2(PAGE) < ADDRESS_BITS ? $clog2(PAGE) : ADDRESS_BITS;
  localparam PAGE_BITS = ADDRESS_BITS > WORD_BITS ? ADDRESS_BITS - WORD_BITS : 1;
  localparam PAGES = 1 << PAGE_BITS;

  logic [PAGE_BITS-1:0]   page, page_q;
  logic [WIDTH*PAGES-1:0] words;
  generate
    if (ADDRESS_BITS > WORD_BITS) assign page = addr_i[ADDRESS_BITS-1:WORD_BITS];
    else assign page = '0;
  endgenerate
  always_ff @(posedge clk_i) page_q <= page;

  genvar p;
  generate
    for (p = 0; p < PAGES; p = p + 1) begin : g_page
      if (p * PAGE < DEPTH && p * PAGE % STRIDE < USED) begin : g_used
        localparam WORDS = DEPTH - p * PAGE < 1 << WORD_BITS ? DEPTH - p * PAGE : 1 << WORD_BITS;  // the last may be shorter
        localparam BITS = WORDS > 1 ? $clog2(WORDS) : 1;
        (* no_rw_check *) logic [WIDTH-1:0] memory[0:WORDS-1];
        logic [WIDTH-1:0] word_q;
        always_ff @(posedge clk_i) begin
          if (write_i && page == p) memory[addr_i[BITS-1:0]] <= wdata_i;
          word_q <= memory[addr_i[BITS-1:0]];
        end
        assign words[WIDTH*p +: WIDTH] = word_q;
      end else begin : g_none
        assign words[WIDTH*p +: WIDTH] = '0;
      end
    end
  endgenerate

  assign rdata_o = words[WIDTH*page_q +: WIDTH];
endmodule
