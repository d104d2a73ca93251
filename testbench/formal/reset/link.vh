  // The three handshakes.
  assign f_same_o = {in_ready_o, out_valid_o, bus_valid_o};
  assign f_event_o = out_valid_o;
