#include <rondo/base/errors.hpp>
#include <rondo/watch/trace_file.hpp>

#include <cerrno>
#include <system_error>

namespace rondo {
namespace {

constexpr std::string_view list_end = "\n]\n";

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

TraceFile::TraceFile(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
    if (file_ == nullptr)
        throw RuntimeError("the trace '" + path + "' cannot be written: " + reason(errno));
    can_go_back_ = std::fseek(file_, 0, SEEK_CUR) == 0;
}

TraceFile::~TraceFile() {
    flush();
    if (!can_go_back_) write(list_end);
    if (std::fclose(file_) != 0 && error_ == 0) error_ = errno;
    if (error_ != 0)
        std::fprintf(stderr, "rondo: the trace '%s' is incomplete: %s\n", path_.c_str(),
                     reason(error_).c_str());
}

void TraceFile::add(std::string_view value) {
    if (!empty_) unwritten_ += ",\n";
    empty_ = false;
    unwritten_ += value;
}

void TraceFile::flush() {
    if (unwritten_.empty()) return;
    write(unwritten_);
    unwritten_.clear();
    if (can_go_back_) write(list_end);
    if (std::fflush(file_) != 0 && error_ == 0) error_ = errno;
    if (can_go_back_) std::fseek(file_, -static_cast<long>(list_end.size()), SEEK_CUR);
}

void TraceFile::write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size() && error_ == 0)
        error_ = errno;
}

}  // namespace rondo
