# Flags shared by every target of the project, an author's component included.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Numbers do not depend on contraction or on errno; never -ffast-math (it would flip the whole process to flush-to-zero).
set(GANZOO_NUMERIC_FLAGS -fno-math-errno -fno-trapping-math -ffp-contract=off -march=x86-64-v2)
set(GANZOO_SANITIZER_FLAGS)
if(GANZOO_SANITIZE)
  set(GANZOO_SANITIZER_FLAGS -fsanitize=${GANZOO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
endif()

add_library(ganzoo_flags INTERFACE)
add_library(ganzoo::flags ALIAS ganzoo_flags)
set_target_properties(ganzoo_flags PROPERTIES EXPORT_NAME flags)
target_compile_features(ganzoo_flags INTERFACE cxx_std_20)
target_compile_options(ganzoo_flags INTERFACE ${GANZOO_NUMERIC_FLAGS}
  $<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic> $<BUILD_INTERFACE:$<$<BOOL:${GANZOO_WERROR}>:-Werror>>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)  # false alarms at std::vector and std::string where they grow (GCC 12 to 14; bugs 105651, 105329)
  target_compile_options(ganzoo_flags INTERFACE $<BUILD_INTERFACE:-Wno-array-bounds>)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(ganzoo_flags INTERFACE $<BUILD_INTERFACE:-Wno-restrict>)
  endif()
endif()
target_compile_options(ganzoo_flags INTERFACE ${GANZOO_SANITIZER_FLAGS})
if(GANZOO_SANITIZE)
  target_link_options(ganzoo_flags INTERFACE -fsanitize=${GANZOO_SANITIZE})
endif()

# ganzoo_add_kernel(NAME source level options...): the loops of one source, compiled into libganzoo for an
# instruction-set level. ganzoo_flags is not linked: what it brings stands behind a target's own options, its level too.
function(ganzoo_add_kernel name source level)
  set(target ganzoo_${name}_v${level})
  add_library(${target} OBJECT "${source}")
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/framework" "${PROJECT_SOURCE_DIR}/framework/include")
  target_compile_definitions(${target} PRIVATE GANZOO_LEVEL=v${level} GANZOO_LEVEL_NUMBER=${level})
  target_compile_options(${target} PRIVATE
    ${GANZOO_NUMERIC_FLAGS} -O3 -march=x86-64-v${level} -Wall -Wextra -Wpedantic
    $<$<BOOL:${GANZOO_WERROR}>:-Werror> ${GANZOO_SANITIZER_FLAGS} ${ARGN})
  target_sources(ganzoo PRIVATE $<TARGET_OBJECTS:${target}>)
endfunction()

# ganzoo_add_kernels(NAME source options...): the same for each level.
function(ganzoo_add_kernels name source)
  foreach(level 2 3 4)
    ganzoo_add_kernel(${name} "${source}" ${level} ${ARGN})
  endforeach()
endfunction()
