// uart_loopback joins the transmitter to the receiver for a bounded proof: the bytes offered come out again, in order, whole.
module uart_loopback #(
    parameter CLKS_PER_BIT = 4
) (
    input logic       clk_i,
    input logic       rst_ni,
    input logic [7:0] data_i,
    input logic       valid_i
);
  wire line, ready, valid, error;
  wire [7:0] data;
  uart_tx #(.CLKS_PER_BIT(CLKS_PER_BIT)) tx (
      .clk_i(clk_i), .rst_ni(rst_ni), .data_i(data_i), .valid_i(valid_i), .ready_o(ready), .tx_o(line)
  );
  uart_rx #(.CLKS_PER_BIT(CLKS_PER_BIT)) rx (
      .clk_i(clk_i), .rst_ni(rst_ni), .rx_i(line), .data_o(data), .valid_o(valid), .error_o(error)
  );

  logic f_past_valid = 1'b0;
  logic [7:0] f_last, f_before;  // the last two bytes offered
  logic [1:0] f_waiting = 2'd0;  // of these, how many have not come out
  logic [7:0] f_age;
  logic f_came = 1'b0;  // a byte has come out
  wire taken = valid_i && ready;
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    f_waiting <= f_waiting + taken - valid;
    f_age <= f_age + 1'b1;
    f_came <= f_came || (valid && f_past_valid);
    if (taken) begin
      f_before <= f_last;
      f_last <= data_i;
      f_age <= '0;
    end
    if (!f_past_valid) f_waiting <= 2'd0;
  end
  // Bytes are offered without pause, which is the harder case for the receiver and leaves only their values free.
  always @* assume (rst_ni == f_past_valid && valid_i);

  always_ff @(posedge clk_i)
    if (f_past_valid) begin
      assert (!error && f_waiting != 2'd3);
      if (valid) assert (f_waiting != 2'd0 && data == (f_waiting == 2'd2 ? f_before : f_last));
      if (f_waiting != 2'd0) assert (f_age < 10 * CLKS_PER_BIT + 4);  // it comes out: two flip-flops and half a bit late
      cover (f_waiting == 2'd2);
      cover (valid && f_came && data == 8'h5a);
    end
endmodule
