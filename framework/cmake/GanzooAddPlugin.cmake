# ganzoo_add_plugin(KIND source.cpp)
#
# Builds one component as one module, <build>/lib/ganzoo/<KIND>s/<stem>.so: GANZOO_PLUGIN_PATH=<build>/lib/ganzoo finds it
# by its name. Symbols are hidden; all modules share one precompiled header, which halves their time. A line
# `// ganzoo: link NAME…` in the source links libraries.
set(GANZOO_PLUGIN_ROOT "${CMAKE_BINARY_DIR}/lib/ganzoo")

# Builds every component.
if(NOT TARGET components)
  add_custom_target(components)
endif()

# <ganzoo/ganzoo.hpp>, compiled once for all modules of a project.
function(ganzoo_make_plugin_pch)
  set(source "${CMAKE_BINARY_DIR}/ganzoo_plugin_pch.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// Only its precompiled header is of use.\n")
  add_library(ganzoo_plugin_pch OBJECT "${source}")
  target_link_libraries(ganzoo_plugin_pch PRIVATE ganzoo::ganzoo ganzoo::flags)
  set_target_properties(ganzoo_plugin_pch PROPERTIES
    POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_precompile_headers(ganzoo_plugin_pch PRIVATE <ganzoo/ganzoo.hpp>)
endfunction()

# "divergence" or "divergences" → the folder's name.
function(ganzoo_plugin_folder kind result)
  foreach(folder generators discriminators divergences regularizers schedulers optimizers data metrics)
    if(kind STREQUAL folder OR "${kind}s" STREQUAL folder)
      set(${result} ${folder} PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "ganzoo_add_plugin: \"${kind}\" is no kind of component, but must be one of generator, "
    "discriminator, divergence, regularizer, scheduler, optimizer, data, metric")
endfunction()

function(ganzoo_add_plugin kind source)
  ganzoo_plugin_folder("${kind}" folder)
  if(NOT TARGET ganzoo_plugin_pch)
    ganzoo_make_plugin_pch()
  endif()
  get_filename_component(stem "${source}" NAME_WE)
  set(target "${folder}_${stem}")
  add_library(${target} MODULE "${source}")
  add_dependencies(components ${target})
  target_link_libraries(${target} PRIVATE ganzoo::ganzoo ganzoo::flags)
  file(STRINGS "${source}" lines REGEX "^// ganzoo: link ")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^// ganzoo: link +" "" libraries "${line}")
    separate_arguments(libraries)
    target_link_libraries(${target} PRIVATE ${libraries})
  endforeach()
  set_target_properties(${target} PROPERTIES
    PREFIX "" SUFFIX ".so" OUTPUT_NAME "${stem}" DEFINE_SYMBOL "" LIBRARY_OUTPUT_DIRECTORY "${GANZOO_PLUGIN_ROOT}/${folder}"
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_precompile_headers(${target} REUSE_FROM ganzoo_plugin_pch)
  include(GNUInstallDirs)
  install(TARGETS ${target} LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/ganzoo/${folder}")
endfunction()
