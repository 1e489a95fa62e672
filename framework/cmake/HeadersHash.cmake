# Run as a script at build time: hashes every header that a component can include.
#
#   ROOT  the folder that holds ganzoo/    HEADER  the header to write
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE names RELATIVE "${ROOT}" "${ROOT}/*.hpp")
set(digests "")
foreach(name IN LISTS names)
  file(SHA256 "${ROOT}/${name}" digest)
  string(APPEND digests "${name} ${digest}\n")
endforeach()
string(SHA256 hash "${digests}")
string(SUBSTRING "${hash}" 0 8 hash)

set(text "/// Generated: the hash of every header that a component can include.\n#pragma once\n\n#define GANZOO_HEADERS_HASH \"${hash}\"\n")
set(old "")
if(EXISTS "${HEADER}")
  file(READ "${HEADER}" old)
endif()
if(NOT text STREQUAL old)  # an unchanged file keeps its time: nothing is rebuilt for it
  file(WRITE "${HEADER}" "${text}")
endif()
