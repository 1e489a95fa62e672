# Flags shared by every target of the project, an author's component included.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Numbers do not depend on contraction or on errno; never -ffast-math (it would flip the whole process to flush-to-zero).
set(GANZOO_NUMERIC_FLAGS -fno-math-errno -fno-trapping-math -ffp-contract=off -march=x86-64-v2)
set(GANZOO_SANITIZER_FLAGS -fsanitize=${GANZOO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)

add_library(ganzoo_flags INTERFACE)
add_library(ganzoo::flags ALIAS ganzoo_flags)
set_target_properties(ganzoo_flags PROPERTIES EXPORT_NAME flags)
target_compile_features(ganzoo_flags INTERFACE cxx_std_20)
target_compile_options(ganzoo_flags INTERFACE ${GANZOO_NUMERIC_FLAGS}
  $<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic> $<BUILD_INTERFACE:$<$<BOOL:${GANZOO_WERROR}>:-Werror>>)
if(GANZOO_SANITIZE)
  target_compile_options(ganzoo_flags INTERFACE ${GANZOO_SANITIZER_FLAGS})
  target_link_options(ganzoo_flags INTERFACE -fsanitize=${GANZOO_SANITIZE})
endif()
