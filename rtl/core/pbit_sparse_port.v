// Host access to the memories of a sparse p-bit core: one 32-bit word is gathered from, or spread over, two 16-bit
// words, 32 spins or one state, at 8 clocks each. Runs only while the core does not.
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
    output logic                  host_write_list_o,
    output logic                  host_write_pointer_o,
    output logic [15:0]           host_wdata_o,
    input  logic [15:0]           host_list_i,
    input  logic [15:0]           host_pointer_i,
    input  logic [FIELD_BITS+1:0] host_state_i
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, INITIAL = 4'd2, POINTER = 4'd3, LIST = 4'd4, STATE = 4'd6;

  logic        running_q, done_q, in_range_q;
  logic [2:0]  step_q;
  logic [4:0]  part_q, last_part;
  logic [16:0] addr_q, limit;  // one bit more than an address: a word number may be absurd

  logic [16:0] addr;
  always_comb begin
    case (memory_i)
      SPIN, BEST:    addr = {word_i[15:11] != '0, word_i[10:0], part_q};
      INITIAL, LIST: addr = {word_i, part_q[0]};
      default:       addr = {1'b0, word_i};
    endcase
    case (memory_i)
      SPIN, BEST, STATE: limit = loaded_i ? 17'(spin_count_i) : 17'd0;
      INITIAL, POINTER:  limit = 17'(SPINS);
      LIST:              limit = 17'(ENTRIES);
      default:           limit = 17'd0;
    endcase
    case (memory_i)
      SPIN, BEST: last_part = 5'd31;
      STATE:      last_part = 5'd0;
      default:    last_part = 5'd1;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      running_q <= 1'b0;
      done_q    <= 1'b0;
      step_q    <= '0;
      part_q    <= '0;
    end else begin
      done_q <= running_q && step_q == 3'd7 && part_q == last_part;
      if (go_i) begin
        running_q <= 1'b1;
        step_q    <= '0;
        part_q    <= '0;
      end else if (running_q) begin
        step_q <= step_q + 3'd1;
        if (step_q == 3'd7) begin
          part_q <= part_q + 5'd1;
          if (part_q == last_part) running_q <= 1'b0;
        end
      end
    end
  end

  // Step 0 forms the address; steps 1 to 5 let it pass through the pipeline's registers; 5 writes, 7 reads.
  logic        write_list_q, write_pointer_q;
  logic [31:0] rdata_q;
  logic [15:0] half;
  logic [1:0]  table_sel;
  assign table_sel = (memory_i == INITIAL) ? 2'd2 : {1'b0, part_q[0]};
  assign half = !in_range_q ? 16'd0 : (memory_i == LIST) ? host_list_i : host_pointer_i;

  always_ff @(posedge clk_i) begin
    addr_q     <= addr;
    in_range_q <= addr_q < limit;
    if (!rst_ni) begin
      write_list_q    <= 1'b0;
      write_pointer_q <= 1'b0;
      rdata_q         <= '0;
    end else begin
      write_list_q    <= running_q && write_i && step_q == 3'd5 && in_range_q && memory_i == LIST;
      write_pointer_q <= running_q && write_i && step_q == 3'd5 && in_range_q &&
                         (memory_i == POINTER || memory_i == INITIAL);
      if (running_q && step_q == 3'd7) begin
        case (memory_i)
          SPIN:    rdata_q <= {in_range_q && host_state_i[FIELD_BITS+1], rdata_q[31:1]};
          BEST:    rdata_q <= {in_range_q && host_state_i[FIELD_BITS], rdata_q[31:1]};
          STATE:
          rdata_q <= !in_range_q ? '0 : {14'd0, host_state_i[FIELD_BITS], host_state_i[FIELD_BITS+1],
                                         {16 - FIELD_BITS{host_state_i[FIELD_BITS-1]}}, host_state_i[FIELD_BITS-1:0]};
          default: rdata_q <= {half, rdata_q[31:16]};
        endcase
      end
    end
  end

  assign done_o               = done_q;
  assign rdata_o              = rdata_q;
  assign host_addr_o          = addr_q[15:0];
  assign host_table_o         = table_sel;
  assign host_write_list_o    = write_list_q;
  assign host_write_pointer_o = write_pointer_q;
  assign host_wdata_o         = part_q[0] ? wdata_i[31:16] : wdata_i[15:0];
endmodule
