// The main function that all Catch2 programs share, compiled once.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
