# Targets for people: format, lint.
file(GLOB_RECURSE ISINGLASS_OWN_CXX CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/models/*.[ch]pp ${PROJECT_SOURCE_DIR}/sim/*.[ch]pp ${PROJECT_SOURCE_DIR}/hw/*.[ch]pp
  ${PROJECT_SOURCE_DIR}/testbench/*.[ch]pp ${PROJECT_SOURCE_DIR}/examples/*.[ch]pp)
if(CLANG_FORMAT)
  add_custom_target(format COMMAND ${CLANG_FORMAT} -i ${ISINGLASS_OWN_CXX} VERBATIM)
  if(ISINGLASS_TESTS)
    add_test(NAME format.check COMMAND ${CLANG_FORMAT} --dry-run --Werror ${ISINGLASS_OWN_CXX})
  endif()
endif()
