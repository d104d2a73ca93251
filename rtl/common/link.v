// link answers the host's frames: it checks each request, carries it out on the register bus, and sends one response.
//
// Request   0x5A seq cmd addr count [4*count bytes] crc_lo crc_hi    response   0xA5 seq status count [4*count bytes] crc_lo crc_hi
// The CRC covers seq to the last data byte (module crc16). Words go lowest byte first. docs/link.md is the host's side of this.
//   cmd 0x01 read, address counting up   0x11 read, address fixed   0x02 write, counting up   0x12 write, fixed
//   (bit 1 of any cmd says that data follow, so that an unknown command is skipped as a whole)
//   status 0 done   1 CRC wrong   2 command unknown   3 more than MAX_WRITE words in a write
// A write is kept in a buffer until its CRC has been checked: a damaged frame never writes. A frame in which nothing arrives
// for SILENCE_CLOCKS clocks is forgotten without an answer. Nothing is sent unasked.
//
// in_*    received bytes, valid/ready             out_*   bytes to send, valid/ready, stable until taken
// bus_*   register bus, master: valid, write, addr and, of a write, wdata are stable from valid until the clock in which ready is high
//
// For speed, whatever decides between states is a flag computed one clock ahead; a byte is handled every second clock at most.
module link #(
    parameter SILENCE_CLOCKS = 480000,
    parameter MAX_WRITE = 120,  // words; the 480 bytes of 120 fit one 4-kbit block RAM
    parameter LUT_RAM = 0       // 1: in look-up tables instead, where block RAM is short and tables can be written
) (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic [ 7:0] in_data_i,
    input  logic        in_valid_i,
    output logic        in_ready_o,
    output logic [ 7:0] out_data_o,
    output logic        out_valid_o,
    input  logic        out_ready_i,
    output logic        bus_valid_o,
    output logic        bus_write_o,
    output logic [ 7:0] bus_addr_o,
    output logic [31:0] bus_wdata_o,
    input  logic        bus_ready_i,
    input  logic [31:0] bus_rdata_i
);
  localparam [7:0] REQUEST_MARK = 8'h5a, RESPONSE_MARK = 8'ha5;
  localparam [1:0] OK = 2'd0, BAD_CRC = 2'd1, BAD_COMMAND = 2'd2, BAD_LENGTH = 2'd3;
  localparam SILENCE_BITS = $clog2(SILENCE_CLOCKS) + 1;

  // States, one bit each: decoding costs nothing.
  localparam MARK = 0, SEQ = 1, CMD = 2, ADDR = 3, COUNT = 4, DATA = 5, CRC_LO = 6, CRC_HI = 7, CHECK = 8, FETCH = 9, WRITE = 10,
      HEAD = 11, READ = 12, SEND = 13, TAIL = 14, STATES = 15;
  function [STATES-1:0] only(input integer state);
    only = STATES'(1) << state;
  endfunction

  logic [STATES-1:0] state_q;
  logic [7:0] seq_q, cmd_q, count_q;
  logic [1:0] status_q;
  logic [7:0] words_q;  // words of data still to come or still to do, the one in hand excluded
  logic no_more_q;  // words_q == 0
  logic less_q;  // a word has been begun: count it
  logic [7:0] words_less_q;  // words_q - 1; like no_more_q right a clock after words_q has changed
  logic [2:0] step_q;  // place inside a word or a header
  logic crc_low_ok_q, crc_ok_q, cmd_known_q, too_long_q;
  logic [31:0] word_q;

  // One byte is held between the source and the parser, so that neither side's logic is in the other's clock.
  logic receiving_q;  // state_q is one of MARK to CRC_HI
  logic [7:0] byte_q;
  logic byte_valid_q;
  logic byte_is_mark_q, byte_is_zero_q;  // known with the byte
  assign in_ready_o = receiving_q && !byte_valid_q;
  wire byte_taken = in_ready_o && in_valid_i;

  wire cmd_writes = cmd_q[1];
  wire cmd_fixed = cmd_q[4];

  // The request's data, kept until the CRC is known. What is read while DATA comes in is not used: no old value need be kept.
  // A constant of its own, for Icarus takes no nested choice in an attribute; unused where attributes are not looked at.
  localparam unused_style = MAX_WRITE <= 4 ? "logic" : LUT_RAM == 1 ? "distributed" : "auto";
  localparam BUFFER_BITS = $clog2(4 * MAX_WRITE);
  (* ram_style = unused_style, no_rw_check *) logic [7:0] buffer[0:(1 << BUFFER_BITS) - 1];
  logic [7:0] buffer_data_q;
  logic [BUFFER_BITS-1:0] buffer_addr_q;  // next byte to store or to fetch; what is too long goes round, and is never fetched
  wire buffer_store = state_q[DATA] && byte_valid_q;
  always_ff @(posedge clk_i) begin
    if (buffer_store) buffer[buffer_addr_q] <= byte_q;
    buffer_data_q <= buffer[buffer_addr_q];
  end

  // The byte to send, registered; send_* is what the states below want to put there.
  wire sending = state_q[HEAD] || state_q[SEND] || state_q[TAIL];
  logic send;  // a register: nothing moves in the clock that it takes
  logic [7:0] send_byte;
  logic [15:0] crc;
  wire [7:0] head_byte = step_q[1] ? (step_q[0] ? count_q : {6'b0, status_q}) : (step_q[0] ? seq_q : RESPONSE_MARK);
  wire [7:0] tail_byte = step_q[0] ? crc[15:8] : crc[7:0];
  assign send_byte = state_q[SEND] ? word_q[7:0] : state_q[TAIL] ? tail_byte : head_byte;

  // The CRC of what is received, then of what is sent; one clock behind the byte, which stays in its register for that clock.
  logic crc_valid_q, crc_clear_q;
  crc16 crc16_u (
      .clk_i  (clk_i),
      .clear_i(crc_clear_q),
      .valid_i(crc_valid_q),
      .data_i (receiving_q ? byte_q : out_data_o),
      .crc_o  (crc)
  );

  // Counts down while a frame is unfinished and nothing arrives; the upper bit says that it has passed zero.
  logic [SILENCE_BITS-1:0] silence_q;
  logic silent_q;  // only inside a request: the frame is forgotten

  assign bus_wdata_o = word_q;
  wire bus_done = bus_valid_o && bus_ready_i;
  logic done_q;  // the access is done; the state follows it by a clock

  // The next state, and what the step does: through gates, not a choice, so that no tool makes a reset or an enable of it:
  // those would stand at the end of the longest paths.
  logic [STATES-1:0] state_d;
  wire last_byte = step_q[1:0] == 2'd3;
  logic some_q;  // count_q != 0
  logic allowed_q;  // a write that may be done, if its CRC is right
  logic data_end_q;  // a byte in DATA is the last one
  logic last_sent_q;  // send, of the last byte of the header or of a word
  wire to_bus = crc_ok_q && allowed_q;
  wire forget = silent_q;
  localparam [STATES-1:0] FORGETS = (STATES'(1) << FETCH) - STATES'(1);  // the states before FETCH
  logic clear_q;  // the state was MARK or CRC_HI
  wire address_on = buffer_store || (state_q[FETCH] && !step_q[2]);
  wire step_clear = clear_q || (state_q[FETCH] && step_q[2]);
  wire step_on = buffer_store || state_q[FETCH] || (send && !state_q[TAIL]);
  wire step_tail = send && state_q[TAIL];
  assign state_d[MARK]   = (state_q[MARK] && !(byte_valid_q && byte_is_mark_q)) || (state_q[TAIL] && send && step_q[0]);
  assign state_d[SEQ]    = (state_q[MARK] && byte_valid_q && byte_is_mark_q) || (state_q[SEQ] && !byte_valid_q);
  assign state_d[CMD]    = (state_q[SEQ] && byte_valid_q) || (state_q[CMD] && !byte_valid_q);
  assign state_d[ADDR]   = (state_q[CMD] && byte_valid_q) || (state_q[ADDR] && !byte_valid_q);
  assign state_d[COUNT]  = (state_q[ADDR] && byte_valid_q) || (state_q[COUNT] && !byte_valid_q);
  assign state_d[DATA]   = (state_q[COUNT] && byte_valid_q && cmd_writes && !byte_is_zero_q) ||
                           (state_q[DATA] && !(byte_valid_q && data_end_q));
  assign state_d[CRC_LO] = (state_q[COUNT] && byte_valid_q && !(cmd_writes && !byte_is_zero_q)) ||
                           (state_q[DATA] && byte_valid_q && data_end_q) || (state_q[CRC_LO] && !byte_valid_q);
  assign state_d[CRC_HI] = (state_q[CRC_LO] && byte_valid_q) || (state_q[CRC_HI] && !byte_valid_q);
  assign state_d[CHECK]  = state_q[CRC_HI] && byte_valid_q;
  assign state_d[FETCH]  = (state_q[CHECK] && to_bus) || (state_q[WRITE] && done_q && !no_more_q) || (state_q[FETCH] && !step_q[2]);
  assign state_d[WRITE]  = (state_q[FETCH] && step_q[2]) || (state_q[WRITE] && !done_q);
  assign state_d[HEAD]   = (state_q[CHECK] && !to_bus) || (state_q[WRITE] && done_q && no_more_q) || (state_q[HEAD] && !last_sent_q);
  assign state_d[READ]   = (last_sent_q && !no_more_q) || (state_q[READ] && !done_q);
  assign state_d[SEND]   = (state_q[READ] && done_q) || (state_q[SEND] && !last_sent_q);
  assign state_d[TAIL]   = (last_sent_q && no_more_q) || (state_q[TAIL] && !(send && step_q[0]));

  // Of a word: bytes from the buffer, the RAM answering one clock after the address; the slave's answer; bytes to send.
  wire word_on = state_q[FETCH] || send || (bus_valid_o && !bus_write_o);
  always_ff @(posedge clk_i)
    if (word_on) word_q <= state_q[READ] ? bus_rdata_i : {state_q[FETCH] ? buffer_data_q : 8'b0, word_q[31:8]};

  // What stands in a register when its state ends counts: no enable waits for the byte.
  always_ff @(posedge clk_i) begin
    if (state_q[SEQ]) seq_q <= byte_q;
    if (state_q[CMD]) cmd_q <= byte_q;
    if (state_q[ADDR] || (done_q && !cmd_fixed)) bus_addr_o <= state_q[ADDR] ? byte_q : bus_addr_o + 1'b1;
    if (state_q[COUNT] || state_q[CHECK] || state_q[HEAD] || less_q)
      words_q <= state_q[COUNT] ? byte_q : less_q ? words_less_q : count_q;
    words_less_q <= words_q - 1'b1;
    no_more_q <= words_q == '0;
  end

  always_ff @(posedge clk_i) begin
    byte_valid_q <= byte_taken;
    if (!byte_valid_q) begin
      byte_q <= in_data_i;
      byte_is_mark_q <= in_data_i == REQUEST_MARK;
      byte_is_zero_q <= in_data_i == '0;
    end
    crc_clear_q <= state_q[MARK] || state_q[CHECK];
    crc_valid_q <= (byte_valid_q && !state_q[CRC_LO]) || (send && (state_q[SEND] || step_q != '0));
    silence_q   <= (byte_valid_q || state_q[MARK]) ? SILENCE_BITS'(SILENCE_CLOCKS - 1) : silence_q - 1'b1;
    silent_q    <= silence_q[SILENCE_BITS-1] && !byte_valid_q && receiving_q && !state_q[MARK] && !silent_q;
    less_q      <= (buffer_store && step_q[1:0] == 2'd1) || (state_q[FETCH] && step_q == '0) ||
                   (send && state_q[SEND] && step_q[1:0] == 2'd0);
    if (send) out_data_o <= send_byte;
    out_valid_o <= send || (out_valid_o && !out_ready_i);
    bus_valid_o <= (bus_valid_o && !bus_ready_i) || (state_q[FETCH] && step_q[2]) ||
                   (last_sent_q && !no_more_q);
    done_q      <= bus_done;
    send        <= sending && !out_valid_o && !send;
    last_sent_q <= (state_q[HEAD] || state_q[SEND]) && !out_valid_o && !send && last_byte;
    data_end_q  <= last_byte && no_more_q;
    some_q      <= count_q != '0;
    allowed_q   <= cmd_known_q && cmd_writes && !too_long_q && some_q;

    if (state_q[COUNT]) count_q <= byte_q;
    if (state_q[CRC_LO]) begin
      cmd_known_q <= cmd_q == 8'h01 || cmd_q == 8'h11 || cmd_q == 8'h02 || cmd_q == 8'h12;
      too_long_q  <= count_q > 8'(MAX_WRITE);
      if (byte_valid_q) crc_low_ok_q <= byte_q == crc[7:0];
    end
    if (state_q[CRC_HI] && byte_valid_q) crc_ok_q <= crc_low_ok_q && byte_q == crc[15:8];
    if (state_q[CHECK]) begin
      bus_write_o <= cmd_writes;
      status_q <= !crc_ok_q ? BAD_CRC : !cmd_known_q ? BAD_COMMAND : (cmd_writes && too_long_q) ? BAD_LENGTH : OK;
      if (!crc_ok_q || !cmd_known_q || cmd_writes) count_q <= '0;
    end
    receiving_q <= state_q[MARK] || (receiving_q && !(state_q[CRC_HI] && byte_valid_q));
    step_q <= {step_q[2] || (state_q[FETCH] && step_q[1:0] == 2'd3), step_q[1] ^ (step_on && step_q[0]),
               (step_q[0] ^ step_on) || step_tail} & {3{!step_clear}};
    state_q <= (state_d & ~(FORGETS & {STATES{forget}})) | (only(MARK) & {STATES{forget}});
    clear_q <= state_q[MARK] || state_q[CRC_HI];
    if (clear_q || address_on) buffer_addr_q <= clear_q ? '0 : buffer_addr_q + 1'b1;

    if (!rst_ni) begin
      state_q <= only(MARK);
      clear_q <= 1'b1;
      byte_valid_q <= 1'b0;
      out_valid_o <= 1'b0;
      bus_valid_o <= 1'b0;
      receiving_q <= 1'b0;
      silent_q <= 1'b0;
      done_q <= 1'b0;
      send <= 1'b0;
      last_sent_q <= 1'b0;
      less_q <= 1'b0;
    end
  end

`ifdef FORMAL
  // Proved by induction, for any bytes at any times and any slave: the bus is used only for a request whose CRC, length and
  // command are right, written only for a write command, and never for more words than the request has; both handshakes are
  // stable until taken; nothing is sent but for a complete request. The frame is followed here a second time, by counting
  // bytes, and its CRC computed bit by bit.
  function [15:0] f_add(input [15:0] crc_in, input [7:0] data);
    integer i;
    begin
      f_add = crc_in;
      for (i = 7; i >= 0; i = i - 1) f_add = {f_add[14:0], 1'b0} ^ ((f_add[15] ^ data[i]) ? 16'h1021 : 16'h0);
    end
  endfunction
  logic f_past_valid = 1'b0;
  logic f_inside = 1'b0;  // between a mark and the last byte of its frame
  logic f_owed = 1'b0;  // a complete request has not been answered yet
  logic f_good, f_low_ok;
  logic [10:0] f_count;  // bytes after the mark
  logic [7:0] f_cmd, f_words, f_done;
  logic [15:0] f_crc;
  wire f_writes = f_cmd[1];
  wire [10:0] f_body = 11'd4 + (f_writes ? {1'b0, f_words, 2'b00} : 11'd0);  // bytes under the CRC, once count is known
  wire f_head = f_count < 11'd4;
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    if (byte_valid_q && receiving_q) begin
      if (!f_inside) begin
        f_inside <= byte_q == REQUEST_MARK;
        f_count <= '0;
        f_crc <= 16'hffff;
      end else begin
        f_count <= f_count + 1'b1;
        if (f_count == 11'd1) f_cmd <= byte_q;
        if (f_count == 11'd3) f_words <= byte_q;
        if (f_head || f_count < f_body) f_crc <= f_add(f_crc, byte_q);
        else if (f_count == f_body) f_low_ok <= byte_q == f_crc[7:0];
        else begin
          f_good <= f_low_ok && byte_q == f_crc[15:8];
          f_inside <= 1'b0;
          f_owed <= 1'b1;
          f_done <= '0;
        end
      end
    end
    if (bus_done) f_done <= f_done + 1'b1;
    if (silent_q && receiving_q) begin
      f_inside <= 1'b0;
      f_owed <= 1'b0;
    end
    if (state_q[TAIL] && send && step_q[0]) f_owed <= 1'b0;
    if (!rst_ni) begin
      f_inside <= 1'b0;
      f_owed <= 1'b0;
    end
  end
  always @* if (!f_past_valid) assume (!rst_ni);

  // What the registers of the CRC will hold once the byte under way has been added.
  wire [15:0] f_crc_soon = crc_clear_q ? 16'hffff : crc_valid_q ? f_add(crc, byte_q) : crc;
  wire f_known = f_cmd == 8'h01 || f_cmd == 8'h11 || f_cmd == 8'h02 || f_cmd == 8'h12;
  always_ff @(posedge clk_i)
    if (f_past_valid) begin
      // What is promised.
      if (bus_valid_o) assert (f_good && f_known && f_owed && f_done < f_words);
      if (bus_valid_o && bus_write_o) assert (f_writes && f_words <= 8'(MAX_WRITE));
      if (bus_valid_o && !bus_write_o) assert (!f_writes);
      if (sending || bus_valid_o) assert (f_owed && !f_inside);
      if (state_q[HEAD] || state_q[SEND]) assert ((status_q == OK) == (f_good && f_known && !(f_writes && f_words > 8'(MAX_WRITE))));
      if ($past(rst_ni && bus_valid_o && !bus_ready_i))
        assert (bus_valid_o && bus_write_o == $past(bus_write_o) && bus_addr_o == $past(bus_addr_o) && (!bus_write_o || bus_wdata_o == $past(bus_wdata_o)));
      if ($past(rst_ni && out_valid_o && !out_ready_i)) assert (out_valid_o && out_data_o == $past(out_data_o));
      // What the induction needs: one state at a time, and the two views of the frame agree.
      if (byte_valid_q) assert (byte_is_mark_q == (byte_q == REQUEST_MARK) && byte_is_zero_q == (byte_q == '0));
      if (send) assert (sending && !out_valid_o);
      assert (last_sent_q == (send && last_byte && !state_q[TAIL]));
      if (state_q[CHECK]) assert (allowed_q == (cmd_known_q && cmd_writes && !too_long_q && count_q != '0));
      if (silent_q) assert (receiving_q && state_q > (1 << MARK) && state_q < (1 << CHECK));
      assert (state_q != '0 && (state_q & (state_q - 1'b1)) == '0);
      assert (!(byte_valid_q && !receiving_q));
      if (receiving_q) assert (state_q < (1 << CHECK));
      if (state_q >= (1 << CHECK)) assert (!receiving_q);
      if (!receiving_q && state_q < (1 << CHECK)) assert (state_q[MARK] && !byte_valid_q);
      assert (f_inside == (state_q >= (1 << SEQ) && state_q < (1 << CHECK)));
      if (byte_valid_q) assert (!crc_valid_q && !(crc_clear_q && !state_q[MARK]));
      if (f_inside) begin
        assert (!bus_valid_o && f_count < 11'd1030);
        if (!state_q[CRC_HI]) assert (f_crc == f_crc_soon);
        else assert (f_crc == crc && !crc_valid_q && !crc_clear_q && f_low_ok == crc_low_ok_q);
        if (!f_head || f_count >= 11'd2) assert (f_cmd == cmd_q);
        if (!f_head) assert (f_words == count_q);
        assert (state_q[SEQ] == (f_count == 11'd0) && state_q[CMD] == (f_count == 11'd1));
        assert (state_q[ADDR] == (f_count == 11'd2) && state_q[COUNT] == (f_count == 11'd3));
        assert (state_q[DATA] == (!f_head && f_count < f_body));
        assert (state_q[CRC_LO] == (!f_head && f_count == f_body) && state_q[CRC_HI] == (!f_head && f_count == f_body + 1));
        if (state_q[DATA]) begin
          assert (f_body - f_count == {1'b0, words_q, 2'b00} + (step_q[1:0] == 2'd3 ? 11'd1 : step_q[1:0] == 2'd2 ? 11'd2 - {less_q, 2'b00} : -step_q[1:0]) && !step_q[2]);
          if (byte_valid_q) assert (data_end_q == (step_q[1:0] == 2'd3 && words_q == '0));
        end
      end
      if (state_q[CMD] || state_q[ADDR] || state_q[COUNT]) assert (step_q == '0);
      if (state_q[CRC_HI]) assert (cmd_known_q == f_known && too_long_q == (f_words > 8'(MAX_WRITE)));
      if (state_q[CRC_LO] && byte_valid_q) assert ($past(state_q[CRC_LO]));
      if (state_q[CHECK]) assert (f_good == crc_ok_q && f_cmd == cmd_q && f_words == count_q && f_owed && f_done == 0 && cmd_known_q == f_known && too_long_q == (f_words > 8'(MAX_WRITE)));
      assert ((bus_valid_o || done_q) == (state_q[WRITE] || state_q[READ]) && !(bus_valid_o && done_q));
      if (less_q) assert (words_less_q == words_q - 8'd1 && (state_q[MARK] || (state_q[DATA] && step_q == 3'd2) || (state_q[FETCH] && step_q == 3'd1) || (state_q[SEND] && step_q == 3'd1)));
      if (bus_valid_o) assert (cmd_q == f_cmd && bus_write_o == f_writes);
      if (state_q[FETCH] || state_q[WRITE]) assert (f_good && f_known && f_writes && f_words <= 8'(MAX_WRITE) && bus_write_o && f_done < f_words + done_q);
      if (state_q[READ] || state_q[SEND]) assert (f_good && f_known && !f_writes && !bus_write_o && f_done <= f_words);
      if (state_q[FETCH] || state_q[WRITE]) assert (status_q == OK && count_q == '0 && f_owed);
      if (state_q[READ] || state_q[SEND]) assert (status_q == OK && count_q == f_words && f_owed);
      if (state_q[FETCH]) assert (step_q <= 3'd4 && words_q == f_words - f_done - (step_q >= 3'd2));
      if (state_q[FETCH] && step_q >= 3'd3) assert (no_more_q == (words_q == '0));
      if ((state_q[FETCH] && step_q == 3'd1) || state_q[READ]) assert (words_less_q == words_q - 8'd1);
      if (state_q[SEND] && step_q == '0) assert (words_less_q == words_q - 8'd1 && words_q != '0);
      if (state_q[WRITE]) assert (step_q == '0 && words_q == f_words - f_done - 1 + done_q && no_more_q == (words_q == '0));
      if (state_q[READ]) assert (words_q == f_words - f_done + done_q);
      if (state_q[SEND]) assert (words_q == f_words - f_done + (step_q == '0 || less_q));
      if (state_q[READ]) assert (step_q == '0 && words_q != '0);
      if (state_q[SEND] && send && step_q == 3'd3) assert (no_more_q == (words_q == '0));
      if (state_q[HEAD]) begin
        assert (count_q == (f_good && f_known && !f_writes ? f_words : 0) && bus_write_o == f_writes && (f_writes || f_done == 0));
        if (step_q == 3'd3) assert (words_q == count_q);
        if (send && step_q == 3'd3) assert (no_more_q == (words_q == '0));
      end
      if (sending) assert (!step_q[2]);
      if (f_owed && !receiving_q) assert (cmd_q == f_cmd);
      // A write and a read are carried out and answered, and a wrong CRC is told.
      cover (bus_done && bus_write_o);
      cover (state_q[TAIL] && send && step_q[0] && status_q == OK && f_done != '0 && !f_writes);
      cover (state_q[TAIL] && send && step_q[0] && status_q == BAD_CRC);
    end
`endif
endmodule
