// Behaviour of the iCE40 UP5K's SB_SPRAM256KA as far as the cores use it: 16,384 words of 16 bits, one port, nibble write
// mask, output one clock after the address (Lattice TN1314). Power control is not modelled, only checked to be on.
module SB_SPRAM256KA (
    input  logic [13:0] ADDRESS,
    input  logic [15:0] DATAIN,
    input  logic [3:0]  MASKWREN,
    input  logic        WREN,
    input  logic        CHIPSELECT,
    input  logic        CLOCK,
    input  logic        STANDBY,
    input  logic        SLEEP,
    input  logic        POWEROFF,  // active low
    output logic [15:0] DATAOUT
);
  logic [15:0] memory[0:16383];
  logic        on;
  assign on = CHIPSELECT && !STANDBY && !SLEEP && POWEROFF;

  integer k;
  always_ff @(posedge CLOCK)
    if (on) begin
      if (WREN) begin
        for (k = 0; k < 4; k = k + 1) if (MASKWREN[k]) memory[ADDRESS][4*k +: 4] <= DATAIN[4*k +: 4];
        DATAOUT <= 16'hDEAD;  // undefined during a write
      end else DATAOUT <= memory[ADDRESS];
    end
endmodule
