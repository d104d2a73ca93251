# isinglass_verilate(NAME TOP MODULE [PREFIX CLASS] [SYSTEMC] SOURCES ... [PARAMETERS KEY=VALUE ...] [ARGS ...])
# makes the static library NAME with the class CLASS (VMODULE unless told) of one Verilated module. Its headers are system
# headers to whoever links it, and its sources are compiled without our warnings and checks. Verilate each configuration once.
# With ISINGLASS_RTL_COVERAGE the class counts its lines and toggles (testbench/rtl/coverage.sh).
function(isinglass_verilate name)
  cmake_parse_arguments(ARG "SYSTEMC" "TOP;PREFIX" "SOURCES;PARAMETERS;ARGS" ${ARGN})
  if(NOT ARG_PREFIX)
    set(ARG_PREFIX V${ARG_TOP})
  endif()
  set(mode)
  if(ARG_SYSTEMC)
    set(mode SYSTEMC)
  endif()
  if(ISINGLASS_RTL_COVERAGE)
    list(APPEND mode COVERAGE)
  endif()
  list(TRANSFORM ARG_PARAMETERS PREPEND -G)
  add_library(${name} STATIC)
  verilate(${name} ${mode} PREFIX ${ARG_PREFIX} TOP_MODULE ${ARG_TOP} SOURCES ${ARG_SOURCES}
    VERILATOR_ARGS ${ARG_PARAMETERS} -Wall -O3 --x-initial unique ${ARG_ARGS})
  if(ISINGLASS_RTL_COVERAGE)
    target_compile_options(${name} PRIVATE -O1 -w)  # compiling takes longer than running
    target_compile_definitions(${name} PUBLIC ISINGLASS_RTL_COVERAGE)
  else()
    target_compile_options(${name} PRIVATE -O3 -w)
  endif()
  # In batches the runtime would share an object with the model, and two models could not be linked into one program.
  set_target_properties(${name} PROPERTIES CXX_CLANG_TIDY "" UNITY_BUILD OFF)
  target_include_directories(${name} SYSTEM INTERFACE $<TARGET_PROPERTY:${name},INCLUDE_DIRECTORIES>)
  target_link_libraries(${name} PUBLIC Threads::Threads)
endfunction()
