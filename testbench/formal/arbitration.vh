  // Put before the endmodule of a core by arbitration.sh. The memories of a core are the host's or the run's, never both's:
  // PORT_WRITES is what the host's port changes in them, RUN_WRITES what a run may write with.
  logic f_past_valid = 1'b0, f_was_reset = 1'b0, f_bus_open = 1'b0, f_port_open = 1'b0;
  logic [2:0] f_reset = '0;
  logic [3:0] f_age = '0;  // clocks since the port was asked
  logic f_host;
  assign f_host = port_go || f_port_open;  // from being asked to its answer
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    f_was_reset  <= f_was_reset || f_reset == 3'd7;
    f_reset      <= rst_ni ? '0 : f_reset + (f_reset != '1);
    f_bus_open   <= rst_ni && bus_valid_i && !bus_ready_o;
    f_port_open  <= rst_ni && f_host && !port_done;
    f_age        <= port_go || !rst_ni ? '0 : f_age + (f_age != '1);
  end
  // A reset of eight clocks or more, and a master that holds its access until it is answered.
  always @* begin
    if (!f_was_reset) assume (!rst_ni);
    if (f_reset != '0 && f_reset != '1) assume (!rst_ni);
    if (f_bus_open) assume (bus_valid_i);
  end
  always_ff @(posedge clk_i)
    if (f_past_valid && $past(rst_ni && bus_valid_i && !bus_ready_o))
      assume (bus_write_i == $past(bus_write_i) && bus_addr_i == $past(bus_addr_i) && bus_wdata_i == $past(bus_wdata_i));

  always_ff @(posedge clk_i)
    if (f_was_reset && rst_ni) begin
      assert (!(f_host && (busy || start)));                 // addresses are the host's from its question to its answer
      if (busy) assert (!(PORT_WRITES));                     // no word changes under a run
      if (PORT_WRITES) assert (f_host);                      // nor without being asked for
      if (RUN_WRITES) assert (busy);                         // nor does a run write when it is over
      if (f_port_open) assert (f_bus_open && !bus_ready_o);  // the bus waits for the port
      assert (f_port_has == f_port_open && f_waiting == f_host && !(port_go && f_port_open) && !(start && busy));  // one question, seen from all sides
      if (port_done) assert (f_port_open && f_age >= 4'd2);  // an answer to each question, and not to the one before
      cover (busy && f_age == 4'd12);  // a run follows an access
      cover (f_host && (PORT_WRITES));
    end
