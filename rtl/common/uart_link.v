// uart_link joins a serial line to a register bus: receiver, a queue, and the frame engine `link`.
//
// The queue lets the host send its next requests while the last one is being answered, as long as no more than QUEUE_BYTES
// wait (16 or more, a power of two). QUEUE_BYTES 16 with MAX_WRITE 4 (words in a write) needs no block RAM; the host then sends
// nothing ahead. Nor does LUT_RAM 1, where look-up tables can be RAM. CLOCK_HZ / BAUD, rounded, is the number of clocks per bit;
// it must be at least 4. SILENCE_US is the pause after which an unfinished frame is forgotten. activity_o is high around the
// bytes of either direction (for a LED).
module uart_link #(
    parameter CLOCK_HZ = 48000000,
    parameter BAUD = 1000000,
    parameter SILENCE_US = 20000,
    parameter QUEUE_BYTES = 512,
    parameter MAX_WRITE = 120,
    parameter LUT_RAM = 0
) (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        uart_rx_i,
    output logic        uart_tx_o,
    output logic        activity_o,
    output logic        bus_valid_o,
    output logic        bus_write_o,
    output logic [ 7:0] bus_addr_o,
    output logic [31:0] bus_wdata_o,
    input  logic        bus_ready_i,
    input  logic [31:0] bus_rdata_i
);
  localparam CLKS_PER_BIT = (CLOCK_HZ + BAUD / 2) / BAUD;
  localparam SILENCE_CLOCKS = (CLOCK_HZ / 1000000) * SILENCE_US;

  // Reset comes from afar, and stands before many gates here.
  logic reset_nq;
  always_ff @(posedge clk_i) reset_nq <= rst_ni;

  logic [7:0] rx_data, in_data, out_data;
  logic rx_valid, in_valid, in_ready, out_valid, out_ready;
  // A byte with a broken stop bit is dropped, and so is a byte that finds the queue full: in both cases the frame's CRC or the
  // silence rule finds it out, so nothing else is done here.
  wire rx_error, overflow;
  wire unused = &{1'b0, rx_error, overflow};

  always_ff @(posedge clk_i) activity_o <= !uart_tx_o || rx_valid || in_valid;

  uart_rx #(.CLKS_PER_BIT(CLKS_PER_BIT)) uart_rx_u (
      .clk_i  (clk_i),
      .rst_ni (reset_nq),
      .rx_i   (uart_rx_i),
      .data_o (rx_data),
      .valid_o(rx_valid),
      .error_o(rx_error)
  );

  fifo #(.WIDTH(8), .DEPTH(QUEUE_BYTES), .LUT_RAM(LUT_RAM)) fifo_u (
      .clk_i     (clk_i),
      .rst_ni    (reset_nq),
      .push_i    (rx_valid),
      .data_i    (rx_data),
      .overflow_o(overflow),
      .data_o    (in_data),
      .valid_o   (in_valid),
      .ready_i   (in_ready)
  );

  link #(
      .SILENCE_CLOCKS(SILENCE_CLOCKS),
      .MAX_WRITE(MAX_WRITE),
      .LUT_RAM(LUT_RAM)
  ) link_u (
      .clk_i      (clk_i),
      .rst_ni     (reset_nq),
      .in_data_i  (in_data),
      .in_valid_i (in_valid),
      .in_ready_o (in_ready),
      .out_data_o (out_data),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready),
      .bus_valid_o(bus_valid_o),
      .bus_write_o(bus_write_o),
      .bus_addr_o (bus_addr_o),
      .bus_wdata_o(bus_wdata_o),
      .bus_ready_i(bus_ready_i),
      .bus_rdata_i(bus_rdata_i)
  );

  uart_tx #(.CLKS_PER_BIT(CLKS_PER_BIT)) uart_tx_u (
      .clk_i  (clk_i),
      .rst_ni (reset_nq),
      .data_i (out_data),
      .valid_i(out_valid),
      .ready_o(out_ready),
      .tx_o   (uart_tx_o)
  );
endmodule
