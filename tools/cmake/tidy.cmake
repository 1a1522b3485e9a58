# The target `tidy`, part of ALL, runs tools/tidy whenever a file it reads has changed; ctest runs its own tests.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB_RECURSE tidy_inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/messages/*.?pp ${PROJECT_SOURCE_DIR}/loaders/*.?pp
     ${PROJECT_SOURCE_DIR}/runtime/*.?pp ${PROJECT_SOURCE_DIR}/actors/*.?pp ${PROJECT_SOURCE_DIR}/tools/*.?pp
     ${PROJECT_SOURCE_DIR}/tests/*.?pp)
add_custom_command(
  OUTPUT ${PROJECT_BINARY_DIR}/tidy.stamp
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/tidy --quiet ${PROJECT_SOURCE_DIR}
  COMMAND ${CMAKE_COMMAND} -E touch ${PROJECT_BINARY_DIR}/tidy.stamp
  DEPENDS ${tidy_inputs} ${PROJECT_SOURCE_DIR}/tools/tidy
  COMMENT "Checking includes, banned calls and sizes"
  VERBATIM)
add_custom_target(tidy ALL DEPENDS ${PROJECT_BINARY_DIR}/tidy.stamp)

add_test(NAME Tidy.RulesFireOnBadSamplesOnly
         COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/tools/tidy_test.py)
set_tests_properties(Tidy.RulesFireOnBadSamplesOnly PROPERTIES TIMEOUT 60 LABELS tidy)
