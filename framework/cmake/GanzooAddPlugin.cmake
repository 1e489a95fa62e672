# ganzoo_add_plugin(KIND_FOLDER source.cpp)
#
# Builds one component as one module, <build>/lib/ganzoo/<KIND_FOLDER>/<stem>.so.
# Symbols are hidden; all modules share one precompiled header, which halves their time.
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
  target_link_libraries(ganzoo_plugin_pch PRIVATE ganzoo ganzoo_flags)
  target_precompile_headers(ganzoo_plugin_pch PRIVATE <ganzoo/ganzoo.hpp>)
endfunction()

function(ganzoo_add_plugin kind_folder source)
  if(NOT TARGET ganzoo_plugin_pch)
    ganzoo_make_plugin_pch()
  endif()
  get_filename_component(stem "${source}" NAME_WE)
  set(target "${kind_folder}_${stem}")
  add_library(${target} MODULE "${source}")
  add_dependencies(components ${target})
  target_link_libraries(${target} PRIVATE ganzoo ganzoo_flags)
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME "${stem}" DEFINE_SYMBOL "" LIBRARY_OUTPUT_DIRECTORY "${GANZOO_PLUGIN_ROOT}/${kind_folder}")
  target_precompile_headers(${target} REUSE_FROM ganzoo_plugin_pch)
  install(TARGETS ${target} LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/ganzoo/${kind_folder}")
endfunction()
