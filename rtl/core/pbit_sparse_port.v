// Host access to the memories of a sparse p-bit core: one 32-bit word is gathered from, or spread over, two 16-bit
// words, 32 spins or the two halves of a state, at 8 clocks each. Runs only while the core does not.
module pbit_sparse_port #(
    parameter SPINS = 4096,
    parameter ENTRIES = 49152,
    parameter FIELD_BITS = 10,
    parameter INDEX_BITS = $clog2(SPINS)
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  go_i,      // one clock
    input  logic                  write_i,   // the rest holds until done_o
    input  logic [3:0]            memory_i,
    input  logic [15:0]           word_i,
    input  logic [31:0]           wdata_i,
    input  logic [INDEX_BITS:0]   spin_count_i,
    input  logic                  loaded_i,  // the state memory holds a state
    output logic                  done_o,    // one clock; rdata_o is right from here until the next go_i
    output logic [31:0]           rdata_o,
    // memories
    output logic [15:0]           host_addr_o,
    output logic [1:0]            host_table_o,
    output logic [1:0]            host_slot_o,
    output logic [2:0]            host_write_slot_o,
    output logic                  host_write_pointer_o,
    output logic [15:0]           host_wdata_o,
    input  logic [15:0]           host_list_i,
    input  logic [15:0]           host_pointer_i,
    input  logic [FIELD_BITS+1:0] host_state_i
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, INITIAL = 4'd2, POINTER = 4'd3, LIST = 4'd4, THIRD = 4'd5, STATE = 4'd6;

  logic        running_q, end_q, shift_q, last_q, finish_q, done_q, in_range_q;  // end_q during step 7, shift_q a clock later
  logic [2:0]  step_q;
  logic [4:0]  part_q, last_part_q;
  logic [16:0] addr_q, limit_q;  // one bit more than an address: a word number may be absurd
  logic [8:0]  low_q;            // limit - address - 1 in two clocks: the low byte and its carry, then
  logic [10:0] margin_q;         // the rest, negative when out of range; the lowest bit makes the carry
  logic        is_packed_q, is_pair_q, is_list_q, is_third_q, is_initial_q, is_pointer_q, is_state_q, is_best_q;

  always_ff @(posedge clk_i) begin
    is_packed_q  <= memory_i == SPIN || memory_i == BEST;
    is_pair_q    <= memory_i == INITIAL || memory_i == THIRD;
    is_best_q    <= memory_i == BEST;
    is_list_q    <= memory_i == LIST;
    is_third_q   <= memory_i == THIRD;
    is_initial_q <= memory_i == INITIAL;
    is_pointer_q <= memory_i == POINTER;
    is_state_q   <= memory_i == STATE;
    last_part_q  <= is_packed_q ? 5'd31 : 5'd1;
    limit_q      <= ({17{loaded_i && (is_packed_q || is_state_q)}} & 17'(spin_count_i)) |
                    ({17{is_initial_q || is_pointer_q}} & 17'(SPINS)) | ({17{is_list_q || is_third_q}} & 17'(ENTRIES / 3));
    addr_q       <= is_packed_q ? {word_i[15:11] != '0, word_i[10:0], part_q} :
                    is_pair_q ? {word_i, part_q[0]} : {1'b0, word_i};
    low_q        <= {1'b0, limit_q[7:0]} + {1'b0, ~addr_q[7:0]};
    margin_q     <= {1'b0, limit_q[16:8], 1'b1} + {1'b1, ~addr_q[16:8], low_q[8]};
    in_range_q   <= !margin_q[10];
  end

  logic reset_q;  // placed here: reset comes from afar
  always_ff @(posedge clk_i) reset_q <= !rst_ni;
  always_ff @(posedge clk_i) begin
    if (reset_q) begin
      running_q <= 1'b0;
      finish_q  <= 1'b0;
      done_q    <= 1'b0;
      end_q     <= 1'b0;
      shift_q   <= 1'b0;
      last_q    <= 1'b0;
      step_q    <= '0;
      part_q    <= '0;
    end else begin
      end_q  <= running_q && step_q == 3'd6;
      last_q <= part_q == last_part_q;
      shift_q  <= end_q;
      finish_q <= end_q && last_q;
      done_q   <= finish_q;
      if (go_i) begin
        running_q <= 1'b1;
        step_q    <= '0;
        part_q    <= '0;
      end else if (running_q) begin
        step_q <= step_q + 3'd1;
        if (end_q) begin
          part_q <= part_q + 5'd1;
          if (last_q) running_q <= 1'b0;
        end
      end
    end
  end

  // Step 0 forms the address; steps 1 to 6 let it pass through the pipeline's registers; 6 writes, 7 chooses what is read
  // (one register for the state, which has the longest way), step 0 of the next word takes it.
  logic        write_pointer_q;
  logic [2:0]  write_slot_q;
  logic [15:0] wdata_q;
  logic [31:0] rdata_q;
  logic [15:0] half_q;
  logic        bit_q, best_q, spin_q;
  logic        take_field_q, take_spins_q, take_list_q, take_pointer_q;
  logic [FIELD_BITS-1:0] field_q;

  always_ff @(posedge clk_i) begin
    {spin_q, best_q, field_q} <= host_state_i;
    take_field_q   <= in_range_q && is_state_q && !part_q[0];
    take_spins_q   <= in_range_q && is_state_q && part_q[0];
    take_list_q    <= in_range_q && (is_list_q || is_third_q);
    take_pointer_q <= in_range_q && (is_initial_q || is_pointer_q);
    half_q  <= ({16{take_field_q}} & {{16 - FIELD_BITS{field_q[FIELD_BITS-1]}}, field_q}) |
               ({16{take_spins_q}} & {14'd0, best_q, spin_q}) | ({16{take_list_q}} & host_list_i) |
               ({16{take_pointer_q}} & host_pointer_i);
    bit_q   <= in_range_q && (is_best_q ? best_q : spin_q);
    wdata_q <= part_q[0] ? wdata_i[31:16] : wdata_i[15:0];
    if (shift_q)
      rdata_q <= is_packed_q ? {bit_q, rdata_q[31:1]} : {half_q, rdata_q[31:16]};
    if (reset_q) begin
      write_slot_q    <= '0;
      write_pointer_q <= 1'b0;
    end else begin
      write_slot_q    <= {3{running_q && write_i && step_q == 3'd5 && in_range_q}} &
                         {is_third_q, is_list_q && part_q[0], is_list_q && !part_q[0]};
      write_pointer_q <= running_q && write_i && step_q == 3'd5 && in_range_q && (is_pointer_q || is_initial_q);
    end
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, low_q, margin_q};

  assign done_o               = done_q;
  assign rdata_o              = rdata_q;
  assign host_addr_o          = addr_q[15:0];
  assign host_table_o         = is_initial_q ? 2'd2 : {1'b0, part_q[0]};
  assign host_slot_o          = {is_third_q, part_q[0]};
  assign host_write_slot_o    = write_slot_q;
  assign host_write_pointer_o = write_pointer_q;
  assign host_wdata_o         = wdata_q;
endmodule
