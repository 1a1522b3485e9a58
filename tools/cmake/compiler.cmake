# One interface target carries the language standard, the warnings and the
# sanitizers; one precompiled header carries CAF, whose headers cost seconds in
# every translation unit.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

add_library(zonehive_options INTERFACE)
target_compile_options(zonehive_options INTERFACE -Wall -Wextra -Wpedantic -Werror)
target_include_directories(zonehive_options INTERFACE ${PROJECT_SOURCE_DIR})
if(ZONEHIVE_PLANTED_BUGS)
  target_compile_definitions(zonehive_options INTERFACE ZONEHIVE_PLANTED_BUGS)
endif()
if(ZONEHIVE_SANITIZE)
  # CAF 0.17.6 dereferences a null shared_ptr for actors without arguments, which is harmless
  # but reported by the null check of UBSan.
  target_compile_options(zonehive_options INTERFACE -fsanitize=${ZONEHIVE_SANITIZE} -fno-sanitize=null
                         -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # The instrumented code misleads GCC 12 about what is initialised.
  target_compile_options(zonehive_options INTERFACE -Wno-maybe-uninitialized)
  target_link_options(zonehive_options INTERFACE -fsanitize=${ZONEHIVE_SANITIZE})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  target_link_options(zonehive_options INTERFACE -fuse-ld=mold)
endif()
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
  target_compile_options(zonehive_options INTERFACE -fpch-preprocess)
endif()

file(WRITE ${PROJECT_BINARY_DIR}/pch.cpp "// holds the precompiled header\n")
add_library(zonehive_pch STATIC ${PROJECT_BINARY_DIR}/pch.cpp)
target_link_libraries(zonehive_pch PUBLIC zonehive_options CAF::core CAF::io)
target_precompile_headers(zonehive_pch PRIVATE ${PROJECT_SOURCE_DIR}/tools/cmake/pch.hpp)

# Tests run once or twice after each build: compiling them fast matters more than running them fast.
file(WRITE ${PROJECT_BINARY_DIR}/test_pch.cpp "// holds the precompiled header of the tests\n")
add_library(zonehive_test_pch STATIC ${PROJECT_BINARY_DIR}/test_pch.cpp)
target_compile_options(zonehive_test_pch PRIVATE -O0)
target_link_libraries(zonehive_test_pch PUBLIC zonehive_options CAF::core CAF::io GTest::gmock GTest::gtest)
target_precompile_headers(zonehive_test_pch PRIVATE ${PROJECT_SOURCE_DIR}/tools/cmake/test_pch.hpp)
