# sdk.json beside the components: how `ganzoo build` compiles one more. One for the build tree, one for an installation,
# whose paths are relative so that it may be moved.
separate_arguments(user_flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
set(flags -std=c++20 -O3 -fPIC -fvisibility=hidden -fvisibility-inlines-hidden ${GANZOO_NUMERIC_FLAGS} ${user_flags})
if(GANZOO_SANITIZE)
  list(APPEND flags ${GANZOO_SANITIZER_FLAGS})
endif()
list(JOIN flags "\", \"" flags)

function(ganzoo_write_sdk file)
  list(JOIN ARGN "\", \"" includes)
  file(CONFIGURE OUTPUT "${file}" @ONLY CONTENT
    "{\n  \"compiler\": \"@CMAKE_CXX_COMPILER@\",\n  \"flags\": [\"@flags@\"],\n  \"includes\": [\"@includes@\"]\n}\n")
endfunction()

ganzoo_write_sdk("${GANZOO_PLUGIN_ROOT}/sdk.json" "${PROJECT_SOURCE_DIR}/framework/include" "${PROJECT_BINARY_DIR}/include")

set(folder "${CMAKE_INSTALL_FULL_LIBDIR}/ganzoo")
file(RELATIVE_PATH include "${folder}" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
ganzoo_write_sdk("${PROJECT_BINARY_DIR}/installed/sdk.json" "${include}")
install(FILES "${PROJECT_BINARY_DIR}/installed/sdk.json" DESTINATION "${CMAKE_INSTALL_LIBDIR}/ganzoo" COMPONENT sdk)

# find_package(ganzoo): the targets ganzoo::ganzoo, ganzoo::flags and ganzoo::program, and ganzoo_add_plugin().
include(CMakePackageConfigHelpers)
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/ganzoo")
install(TARGETS ganzoo_app ganzoo ganzoo_flags EXPORT ganzooTargets)
install(EXPORT ganzooTargets NAMESPACE ganzoo:: DESTINATION "${package}" COMPONENT sdk)
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/ganzooConfig.cmake.in" "${PROJECT_BINARY_DIR}/installed/ganzooConfig.cmake"
  INSTALL_DESTINATION "${package}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/installed/ganzooConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/installed/ganzooConfig.cmake" "${PROJECT_BINARY_DIR}/installed/ganzooConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/GanzooAddPlugin.cmake" DESTINATION "${package}" COMPONENT sdk)
