#include <rondo/base/process.hpp>

#include <system_error>

#ifndef _WIN32
#include <pthread.h>
#endif

namespace rondo {

#ifdef _WIN32
ProcessMark::ProcessMark() = default;  // Windows has no fork
#else
ProcessMark::ProcessMark() {
    static const int error = pthread_atfork(nullptr, nullptr, [] { ++forks; });
    if (error != 0) throw std::system_error(error, std::generic_category(), "pthread_atfork");
    renew();
}
#endif

}  // namespace rondo
