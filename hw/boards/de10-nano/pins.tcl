# Terasic DE10-Nano, 5CSEBA6U23I7. Pins as in LiteX-Boards' terasic_de10nano.py (clk50, serial 1 on the Arduino header, user_led).
foreach {port pin} {
  clk_pin_i V11
  uart_rx_i AG13
  uart_tx_o AF13
  led_o[0]  W15
  led_o[1]  AA24
  led_o[2]  V16
} {
  set_location_assignment PIN_$pin -to $port
  set_instance_assignment -name IO_STANDARD "3.3-V LVTTL" -to $port
}
