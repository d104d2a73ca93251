  // All but the word read, which is shifted in.
  assign f_same_o = {done_o, host_addr_o, host_table_o, host_slot_o, host_write_slot_o, host_write_pointer_o, host_wdata_o, running_q, end_q,
                     shift_q, last_q, finish_q, step_q, part_q, last_part_q, reset_q};
  assign f_event_o = done_o;
