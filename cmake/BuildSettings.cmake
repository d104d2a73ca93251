# Compiler settings that every target shares, and the one way to declare a library, a test or a generated text.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# Contraction of a*b+c may differ between two inlined copies of one expression; every kernel asks for FMA where it wants it.
add_compile_options(-ffp-contract=off)
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
if(ISINGLASS_SANITIZE)
  add_compile_options(-fsanitize=${ISINGLASS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  # With sanitizers g++ 12 takes the inside of std::regex for uninitialised.
  add_compile_options(-Wno-maybe-uninitialized)
  add_link_options(-fsanitize=${ISINGLASS_SANITIZE})
  if(ISINGLASS_SANITIZE MATCHES thread)
    include_directories(BEFORE ${PROJECT_SOURCE_DIR}/testbench/tsan)  # a stand-in for TBB, which is not built with the sanitizer
    add_compile_options(-Wno-tsan)  # it does not follow the fences of Asio's serial port, which one thread uses
  endif()
endif()

find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)

# Warnings as errors, for our own sources only.
add_library(isinglass_warnings INTERFACE)
target_compile_options(isinglass_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                                                    -Woverloaded-virtual -Wno-psabi)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)  # g++ 12 sees overlaps in "text" + std::string that are not there (GCC bug 105651)
  target_compile_options(isinglass_warnings INTERFACE -Wno-restrict)
endif()
if(ISINGLASS_WERROR)
  target_compile_options(isinglass_warnings INTERFACE -Werror)
endif()
add_library(isinglass_eigen INTERFACE)
target_link_libraries(isinglass_eigen INTERFACE Eigen3::Eigen)
target_compile_definitions(isinglass_eigen INTERFACE EIGEN_DONT_PARALLELIZE)

# isinglass_library(NAME FOLDER DEPENDS... [EXCLUDE REGEX]): a static library from all sources below FOLDER, with includes from the
# repository root.
function(isinglass_library name folder)
  cmake_parse_arguments(ARG "" "EXCLUDE" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(ARG_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${ARG_EXCLUDE}")
  endif()
  if(sources)
    add_library(${name} STATIC ${sources})
    # A file that sets the instruction set for all that follows it in a translation unit must have one of its own.
    foreach(source ${sources})
      file(STRINGS ${source} own_target REGEX "^#pragma GCC target|^#define ISINGLASS_KERNEL")
      if(own_target)
        set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
      endif()
    endforeach()
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE isinglass_warnings)
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  else()  # headers only
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS})
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
  endif()
endfunction()

# isinglass_light_optimization(TARGET...): for layers that parse and print, whose compile time counts and whose run time does not.
function(isinglass_light_optimization)
  foreach(target ${ARGN})
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endforeach()
endfunction()

# isinglass_embed(TARGET FILE SYMBOL): makes FILE available as `extern const std::string_view SYMBOL` in namespace isinglass::embedded.
function(isinglass_embed target file symbol)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp)
  get_filename_component(file ${file} ABSOLUTE)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DSYMBOL=${symbol} -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${file} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
