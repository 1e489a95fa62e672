# ganzoo_add_plugin(KIND_FOLDER source.cpp)
#
# Builds one component as one module, <build>/lib/ganzoo/<KIND_FOLDER>/<stem>.so.
# Symbols are hidden; all modules share one precompiled header.
set(GANZOO_PLUGIN_ROOT "${CMAKE_BINARY_DIR}/lib/ganzoo")

# Builds every component.
if(NOT TARGET components)
  add_custom_target(components)
endif()

function(ganzoo_add_plugin kind_folder source)
  get_filename_component(stem "${source}" NAME_WE)
  set(target "${kind_folder}_${stem}")
  add_library(${target} MODULE "${source}")
  add_dependencies(components ${target})
  target_link_libraries(${target} PRIVATE ganzoo ganzoo_flags)
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME "${stem}" LIBRARY_OUTPUT_DIRECTORY "${GANZOO_PLUGIN_ROOT}/${kind_folder}")
  if(TARGET ganzoo_plugin_pch)
    target_precompile_headers(${target} REUSE_FROM ganzoo_plugin_pch)
  endif()
  install(TARGETS ${target} LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/ganzoo/${kind_folder}")
endfunction()
