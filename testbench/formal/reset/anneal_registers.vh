  // All outputs, every register that is written, and the access in hand.
  assign f_same_o = {bus_ready_o, bus_rdata_o, start_o, abort_o, forget_o, spin_count_o, last_o, sweeps_o, seed_q, temperature_o,
                     temperature_step_o, initial_energy_o, mode_o, extra_o, port_go_o, port_write_o, port_memory_o, port_word_o,
                     port_wdata_o, some_spins_q, refused_q, scratch_q, mem_addr_q, next_word_q, idle_q, taken_q, selected_q, decoded_q,
                     waiting_q, ready_q, addr_q, addr_not_q, word_q, page_q, select_q, group_q, is_memory_q, is_pointer_q, is_status_q,
                     is_start_q, is_abort_q, is_setting_q, is_scratch_q, is_extra_q, setting_write_q, extra_write_q, scratch_write_q,
                     pointer_write_q, pointer_step_q};
  assign f_event_o = bus_ready_o && bus_rdata_o != '0;
