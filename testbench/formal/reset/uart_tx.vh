  // What is left of a frame counts while there is one; that nothing is left is told a clock late.
  assign f_same_o = {tx_o, ready_o, {TIMER_BITS + 14{!ready_o}} & {shift_q, left_q, timer_q, last_q},
                     !ready_o && timer_q != FULL_BIT && none_left_q};
  assign f_event_o = !tx_o && !ready_o;
