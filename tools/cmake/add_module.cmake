# add_module(NAME
#   [PLAIN]                 no CAF: neither its headers nor its precompiled header
#   SOURCES a.cpp ...       relative to the calling folder
#   HEADERS a.hpp ...       every header of the folder; each is compiled alone
#   TESTS x_test.cpp ...    relative to tests/<folder of the module>
#   LINK target ...         what the library needs
#   TEST_LINK target ...)   what only its tests need
#
# makes the library zonehive_NAME and, when there are tests, the program
# test_NAME, whose tests ctest runs one by one.
define_property(GLOBAL PROPERTY ZONEHIVE_TEST_FILES BRIEF_DOCS "Test files that belong to a module")

function(add_module NAME)
  cmake_parse_arguments(M "PLAIN" "" "SOURCES;HEADERS;TESTS;LINK;TEST_LINK" ${ARGN})
  set(lib zonehive_${NAME})
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})

  file(GLOB present RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.hpp *.cpp)
  foreach(file IN LISTS present)
    if(NOT file IN_LIST M_SOURCES AND NOT file IN_LIST M_HEADERS)
      message(FATAL_ERROR "${folder}/${file} is in no list of ${folder}/CMakeLists.txt")
    endif()
  endforeach()

  # Each header compiles alone: one translation unit that includes nothing else.
  set(alone)
  if(NOT ZONEHIVE_HEADERS_ALONE AND M_SOURCES)
    set(M_HEADERS)
  endif()
  foreach(header IN LISTS M_HEADERS)
    set(unit ${CMAKE_CURRENT_BINARY_DIR}/alone/${header}.cpp)
    file(CONFIGURE OUTPUT ${unit} CONTENT "#include \"${folder}/${header}\"\n" @ONLY)
    if(M_PLAIN) # nothing of it is kept; a precompiled header would want the same options
      set_source_files_properties(${unit} PROPERTIES COMPILE_OPTIONS "-O0;-g0")
    endif()
    list(APPEND alone ${unit})
  endforeach()

  add_library(${lib} STATIC ${M_SOURCES} ${alone})
  target_link_libraries(${lib} PUBLIC zonehive_options ${M_LINK})
  if(NOT M_PLAIN)
    target_link_libraries(${lib} PUBLIC CAF::core CAF::io)
    target_precompile_headers(${lib} REUSE_FROM zonehive_pch)
  endif()

  if(M_TESTS)
    set(files)
    foreach(test IN LISTS M_TESTS)
      list(APPEND files ${PROJECT_SOURCE_DIR}/tests/${folder}/${test})
      set_property(GLOBAL APPEND PROPERTY ZONEHIVE_TEST_FILES ${PROJECT_SOURCE_DIR}/tests/${folder}/${test})
    endforeach()
    zonehive_add_test_program(test_${NAME} FILES ${files} LINK ${lib} ${M_TEST_LINK})
  endif()
endfunction()

function(zonehive_add_test_program NAME)
  cmake_parse_arguments(T "" "TIMEOUT" "FILES;LINK" ${ARGN})
  add_executable(${NAME} ${T_FILES})
  target_link_libraries(${NAME} PRIVATE zonehive_options ${T_LINK} GTest::gmock GTest::gtest GTest::gtest_main
                        nlohmann_json::nlohmann_json)
  target_compile_definitions(${NAME} PRIVATE ZONEHIVE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             ZONEHIVE_BINARY="${PROJECT_BINARY_DIR}/zonehive")
  target_compile_options(${NAME} PRIVATE -O0)
  target_precompile_headers(${NAME} REUSE_FROM zonehive_test_pch)
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${NAME} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS ${NAME})
endfunction()

# A test that nobody runs is worse than none.
function(zonehive_check_tests_are_listed)
  get_property(listed GLOBAL PROPERTY ZONEHIVE_TEST_FILES)
  file(GLOB_RECURSE present CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*_test.cpp)
  foreach(file IN LISTS present)
    if(NOT file IN_LIST listed)
      message(FATAL_ERROR "${file} is in no module's TESTS list, so nothing would run it")
    endif()
  endforeach()
endfunction()
