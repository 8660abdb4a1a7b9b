# find_package(rondo) gives the target rondo::rondo.
include(CMakeFindDependencyMacro)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_dependency(Threads)

if(NOT TARGET rondo::rondo)
    # Found from where this file stands, so that the installed tree can be moved.
    get_filename_component(_rondo_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
    add_library(rondo::rondo STATIC IMPORTED)
    set_target_properties(rondo::rondo PROPERTIES
        IMPORTED_LOCATION "${_rondo_prefix}/lib/librondo.a"
        IMPORTED_LINK_INTERFACE_LANGUAGES CXX
        INTERFACE_INCLUDE_DIRECTORIES "${_rondo_prefix}/include"
        INTERFACE_COMPILE_FEATURES cxx_std_20
        INTERFACE_LINK_LIBRARIES "Threads::Threads;@LIBS@")
    unset(_rondo_prefix)
endif()
