  // All but the word at the output: words are written before they are read (formal_fifo).
  assign f_same_o = {write_q, read_q, fill_q, full_q, valid_o, overflow_o};
  assign f_event_o = valid_o;
