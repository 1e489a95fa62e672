# The newest clang of this machine from 16 on, for preset clang and for tests/tidy.sh. CXX=… chooses another.
if(NOT DEFINED ENV{CXX} AND NOT CMAKE_CXX_COMPILER)
  set(versions "")
  foreach(version RANGE 29 16 -1)
    list(APPEND versions clang++-${version})
  endforeach()
  find_program(CMAKE_CXX_COMPILER NAMES ${versions} clang++ REQUIRED)
  string(REPLACE "clang++" "clang" CMAKE_C_COMPILER "${CMAKE_CXX_COMPILER}")
endif()
