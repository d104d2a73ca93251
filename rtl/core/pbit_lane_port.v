// Host access to the memories of a lane p-bit core, one 32-bit word at a time: a row's word, a state or an initial
// word in 8 clocks, 32 spins at 8 clocks each. Runs only while the core does not.
module pbit_lane_port #(
    parameter SPINS = 512,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 13,
    parameter WORD_BITS = 16,       // of a word's number
    parameter INDEX_BITS = $clog2(SPINS)
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  go_i,            // one clock
    input  logic                  write_i,         // the rest holds until done_o
    input  logic [3:0]            memory_i,
    input  logic [WORD_BITS-1:0]  word_i,
    input  logic [INDEX_BITS:0]   spin_count_i,
    input  logic                  loaded_i,        // the state memory holds a state
    output logic                  done_o,          // one clock; rdata_o is right from here until the next go_i
    output logic [31:0]           rdata_o,
    // memories
    output logic [INDEX_BITS-1:0] host_index_o,
    output logic                  host_initial_o,
    output logic                  host_write_initial_o,
    output logic                  host_write_row_o,
    input  logic [31:0]           host_row_i,
    input  logic [FIELD_BITS+1:0] host_state_i     // {best spin, spin, field}
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, INITIAL = 4'd2, ROW = 4'd3, STATE = 4'd6;
  localparam LIMIT_BITS = WORD_BITS + 1;
  localparam ROW_WORDS = SPINS * SPINS * WEIGHT_BITS / 32;

  logic        running_q, end_q, last_q, done_q, in_range_q;  // end_q during step 7
  logic [2:0]  step_q;
  logic [4:0]  part_q;
  logic [WORD_BITS:0]   addr_q, limit_q;  // one bit more than an address: a word number may be absurd
  logic [WORD_BITS+1:0] margin_q;         // limit - address - 1, negative when out of range
  logic        is_packed_q, is_row_q, is_initial_q, is_state_q, is_best_q;

  always_ff @(posedge clk_i) begin
    is_packed_q  <= memory_i == SPIN || memory_i == BEST;
    is_best_q    <= memory_i == BEST;
    is_initial_q <= memory_i == INITIAL;
    is_row_q     <= memory_i == ROW;
    is_state_q   <= memory_i == STATE;
    limit_q      <= ({LIMIT_BITS{loaded_i && (is_packed_q || is_state_q)}} & LIMIT_BITS'(spin_count_i)) |
                    ({LIMIT_BITS{is_initial_q}} & LIMIT_BITS'(SPINS)) | ({LIMIT_BITS{is_row_q}} & LIMIT_BITS'(ROW_WORDS));
    addr_q       <= is_packed_q ? LIMIT_BITS'({word_i[WORD_BITS-1:11] != '0, word_i[10:0], part_q}) : {1'b0, word_i};
    margin_q     <= {1'b0, limit_q} + {1'b1, ~addr_q};
    in_range_q   <= !margin_q[LIMIT_BITS];
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {running_q, end_q, last_q, done_q} <= '0;
      step_q <= '0;
      part_q <= '0;
    end else begin
      end_q  <= running_q && step_q == 3'd6;
      last_q <= !is_packed_q || part_q == '1;
      done_q <= end_q && last_q;
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

  // Step 0 forms the address; steps 1 to 6 let it pass through the pipeline's registers; 5 writes, 7 reads.
  logic        write_initial_q, write_row_q, bit_read;
  logic [31:0] rdata_q, state;
  assign bit_read = in_range_q && (is_best_q ? host_state_i[FIELD_BITS+1] : host_state_i[FIELD_BITS]);
  assign state = {host_state_i[FIELD_BITS], {31 - FIELD_BITS{host_state_i[FIELD_BITS-1]}}, host_state_i[FIELD_BITS-1:0]};

  always_ff @(posedge clk_i) begin
    if (end_q) rdata_q <= is_packed_q ? {bit_read, rdata_q[31:1]} : (is_row_q ? host_row_i : state) & {32{in_range_q}};
    if (!rst_ni) begin
      write_initial_q <= 1'b0;
      write_row_q     <= 1'b0;
    end else begin
      write_initial_q <= running_q && write_i && step_q == 3'd4 && in_range_q && is_initial_q;
      write_row_q     <= running_q && write_i && step_q == 3'd4 && in_range_q && is_row_q;
    end
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, margin_q, addr_q};

  assign done_o               = done_q;
  assign rdata_o              = rdata_q;
  assign host_index_o         = addr_q[INDEX_BITS-1:0];
  assign host_initial_o       = is_initial_q;
  assign host_write_initial_o = write_initial_q;
  assign host_write_row_o     = write_row_q;
endmodule
