  // What is read counts from the question on, which sets it to zeros.
  assign f_same_o = {done_o, colour_o, shift_o, seek_o, running_q, turning_q, step_q, at_q, slot_q, part_q, in_range_q, is_spins_q,
                     {WORD_BITS{shift_q}} & first_o, {32{running_q || done_q}} & rdata_q};
  assign f_event_o = done_o;
