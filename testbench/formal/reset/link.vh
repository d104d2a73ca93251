  // The handshakes with the address, and all that decides between states; what a state sets counts from the next one on. Words
  // and bytes to send may differ, and so may the buffer, whose bytes are stored before they are fetched. Assumed is what formal_link proves: one state at a time, and
  // when bytes are received.
  always @* if (rst_ni) begin
    assume (state_q != '0 && (state_q & (state_q - 1'b1)) == '0 && !(byte_valid_q && !receiving_q));
    assume (receiving_q ? state_q < (1 << CHECK) : state_q >= (1 << CHECK) || (state_q[MARK] && !byte_valid_q));
  end
  wire f_seq = state_q[TAIL:SEQ] != '0, f_addr = state_q[TAIL:ADDR] != '0, f_count = state_q[TAIL:COUNT] != '0;
  wire f_data = state_q[TAIL:DATA] != '0, f_high = state_q[TAIL:CRC_HI] != '0, f_check = state_q[TAIL:CHECK] != '0;
  assign f_same_o = {in_ready_o, out_valid_o, bus_valid_o, state_q, clear_q, byte_valid_q, receiving_q, silent_q, done_q, send, last_sent_q,
                     less_q, crc_clear_q, crc_valid_q, byte_q, byte_is_mark_q, byte_is_zero_q, silence_q,
                     {3{f_seq}} & step_q, {16{f_seq && receiving_q}} & crc, {8{f_addr}} & cmd_q, {8{f_count}} & bus_addr_o,
                     {8{f_data}} & count_q, {8{f_data}} & words_q, f_high && crc_low_ok_q, {2{f_high}} & {cmd_known_q, too_long_q},
                     {2{f_check}} & {crc_ok_q, allowed_q}, f_high && no_more_q, state_q[TAIL:FETCH] != '0 && bus_write_o};
  assign f_event_o = out_valid_o;
