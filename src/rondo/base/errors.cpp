#include <rondo/base/errors.hpp>

#if __has_include(<cxxabi.h>)
#include <cstdlib>
#include <memory>

#include <cxxabi.h>
#endif

namespace rondo {

std::string readable_name(const std::type_info& type) {
#if __has_include(<cxxabi.h>)
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    if (status == 0) return name.get();
#endif
    return type.name();
}

std::string describe(const std::exception_ptr& exception) {
    if (!exception) return "no exception";
    try {
        std::rethrow_exception(exception);
    } catch (const DescribesItself& error) {
        return error.describe();
    } catch (const std::exception& error) {
        return readable_name(typeid(error)) + ": " + error.what();
    } catch (const CancelledError& error) {
        return error.message().empty() ? "rondo::CancelledError"
                                       : "rondo::CancelledError: " + error.message();
    } catch (const KeyboardInterrupt&) {
        return "rondo::KeyboardInterrupt";
    } catch (...) {
        return "an exception that is not derived from std::exception";
    }
}

bool is_cancellation(const std::exception_ptr& exception) {
    try {
        if (exception) std::rethrow_exception(exception);
    } catch (const CancelledError&) {
        return true;
    } catch (...) {}
    return false;
}

}  // namespace rondo
