// annealer_link is any core behind a serial link: what a board's top instantiates beside its clock and pins. configuration.vh
// names the core (ANNEALER) and its parameters (ANNEALER_PARAMETERS).
//
// uart_rx_i, uart_tx_o   serial line, 8N1 at BAUD (docs/link.md); CLOCK_HZ must be the real clock of clk_i
// QUEUE_BYTES, MAX_WRITE, LUT_RAM buffers of the link: see uart_link
// link_o, busy_o, done_o for LEDs: the line carries bytes; a run is under way; a run has ended since the last start
// flip_*, energy_o       observation only (docs/cores): leave open on a board
`include "configuration.vh"

module annealer_link #(
    parameter CLOCK_HZ    = 48000000,
    parameter BAUD        = 1000000,
    parameter SILENCE_US  = 20000,
    parameter QUEUE_BYTES = 512,
    parameter MAX_WRITE   = 120,
    parameter LUT_RAM     = 0
) (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        uart_rx_i,
    output logic        uart_tx_o,
    output logic        link_o,
    output logic        busy_o,
    output logic        done_o,
    output logic        flip_o,
    output logic [15:0] flip_index_o,
    output logic        flip_spin_o,
    output logic [31:0] energy_o
);
  logic bus_valid, bus_write, bus_ready;
  logic [ 7:0] bus_addr;
  logic [31:0] bus_wdata, bus_rdata;

  uart_link #(
      .CLOCK_HZ   (CLOCK_HZ),
      .BAUD       (BAUD),
      .SILENCE_US (SILENCE_US),
      .QUEUE_BYTES(QUEUE_BYTES),
      .MAX_WRITE  (MAX_WRITE),
      .LUT_RAM    (LUT_RAM)
  ) uart_link_u (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .uart_rx_i  (uart_rx_i),
      .uart_tx_o  (uart_tx_o),
      .activity_o (link_o),
      .bus_valid_o(bus_valid),
      .bus_write_o(bus_write),
      .bus_addr_o (bus_addr),
      .bus_wdata_o(bus_wdata),
      .bus_ready_i(bus_ready),
      .bus_rdata_i(bus_rdata)
  );

  `ANNEALER #(
      `ANNEALER_PARAMETERS,
      .CLOCK_HZ(CLOCK_HZ)
  ) core_u (
      .clk_i       (clk_i),
      .rst_ni      (rst_ni),
      .bus_valid_i (bus_valid),
      .bus_write_i (bus_write),
      .bus_addr_i  (bus_addr),
      .bus_wdata_i (bus_wdata),
      .bus_ready_o (bus_ready),
      .bus_rdata_o (bus_rdata),
      .busy_o      (busy_o),
      .flip_o      (flip_o),
      .flip_index_o(flip_index_o),
      .flip_spin_o (flip_spin_o),
      .energy_o    (energy_o)
  );

  logic busy_q;
  always_ff @(posedge clk_i) begin
    busy_q <= busy_o;
    if (busy_o) done_o <= 1'b0;
    else if (busy_q) done_o <= 1'b1;
    if (!rst_ni) begin
      busy_q <= 1'b0;
      done_o <= 1'b0;
    end
  end
endmodule
