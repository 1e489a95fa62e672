# Flags shared by every target of the project, an author's component included.
add_library(ganzoo_flags INTERFACE)
target_compile_features(ganzoo_flags INTERFACE cxx_std_20)
# Numbers do not depend on contraction or on errno; never -ffast-math (it would flip the whole process to flush-to-zero).
target_compile_options(ganzoo_flags INTERFACE
  -fno-math-errno -fno-trapping-math -ffp-contract=off -march=x86-64-v2
  -Wall -Wextra -Wpedantic $<$<BOOL:${GANZOO_WERROR}>:-Werror>)
if(GANZOO_SANITIZE)
  target_compile_options(ganzoo_flags INTERFACE -fsanitize=${GANZOO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(ganzoo_flags INTERFACE -fsanitize=${GANZOO_SANITIZE})
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
