// One slot: decides one spin of each colour, the one whose word and neighbours are there.
// Its field is l = h + 2 sum of the weights of the neighbours that are +1 (h as the host loads it, less the sum of all
// weights). The spin follows the sign of l unless the noise says against: a bit of it, and the rest below the law's entry
// for |l|; at infinite temperature the bit alone. A spin without field follows a fair coin.
module pbit_colour_slot #(
    parameter DEGREE = 4,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 6,
    parameter SLOT_TABLES = 1,  // 1: a table of its own in look-up table RAM, 0: that of table_i
    parameter ENTRY_BITS = FIELD_BITS - 1,
    parameter WORD_BITS = 1 + FIELD_BITS + DEGREE * WEIGHT_BITS
) (
    input  logic                       clk_i,
    input  logic [WORD_BITS-1:0]       word_i,     // initial spin, h, weights
    input  logic [DEGREE-1:0]          near_i,     // neighbours, 1 is s = +1
    input  logic                       own_i,      // the spin as it is
    input  logic                       present_i,  // there is such a spin
    input  logic [11:0]                noise_i,
    input  logic                       load_i,     // take the initial spin, unless active
    input  logic                       random_i,   // infinite temperature
    input  logic                       active_i,   // decide; without either the spin stays
    input  logic                       table_write_i,
    input  logic [ENTRY_BITS-1:0]      table_entry_i,
    input  logic [11:0]                table_against_i,
    input  logic [12*(1<<ENTRY_BITS)-1:0] table_i,  // bit b of entry a: 2^ENTRY_BITS * b + a
    output logic                       spin_o,     // the spin as it will be
    output logic                       flip_o,     // a clock later, like the next two
    output logic                       old_o,
    output logic [FIELD_BITS-1:0]      field_o
);
  localparam SUM_BITS = FIELD_BITS - 1;  // the sum is doubled: one bit less is enough for any field in range

  logic [SUM_BITS-1:0] sum;
  integer k;
  always_comb begin
    sum = '0;
    for (k = 0; k < DEGREE; k = k + 1)
      sum = sum + ({{SUM_BITS - WEIGHT_BITS{word_i[FIELD_BITS+(k+1)*WEIGHT_BITS]}},
                    word_i[1+FIELD_BITS+k*WEIGHT_BITS +: WEIGHT_BITS]} & {SUM_BITS{near_i[k]}});
  end

  logic [FIELD_BITS-1:0] field;
  logic [ENTRY_BITS-1:0] magnitude;
  logic                  down;
  assign field     = {sum, 1'b0} + word_i[FIELD_BITS:1];
  assign down      = field[FIELD_BITS-1];
  assign magnitude = down ? ENTRY_BITS'(-field) : field[ENTRY_BITS-1:0];

  logic [11:0] against;
  generate
    if (SLOT_TABLES == 1) begin : g_own
      (* ram_style = "distributed" *) logic [11:0] table_ram[0:(1<<ENTRY_BITS)-1];
      always_ff @(posedge clk_i) if (table_write_i) table_ram[table_entry_i] <= table_against_i;
      assign against = table_ram[magnitude];
      logic unused_table;
      assign unused_table = &{1'b0, table_i};
    end else begin : g_shared
      genvar b;
      for (b = 0; b < 12; b = b + 1) begin : g_bit
        assign against[b] = table_i[{4'(b), magnitude}];
      end
      logic unused_table;
      assign unused_table = &{1'b0, clk_i, table_write_i, table_entry_i, table_against_i};
    end
  endgenerate

  logic refuses, given;
  assign refuses = noise_i[11] && (random_i || {1'b0, noise_i[10:0]} < against);
  assign given   = load_i ? word_i[0] : own_i;
  assign spin_o  = active_i ? !(down ^ refuses) : given;

  always_ff @(posedge clk_i) begin
    flip_o  <= active_i && present_i && own_i != spin_o;
    old_o   <= own_i;
    field_o <= field;
  end
endmodule
