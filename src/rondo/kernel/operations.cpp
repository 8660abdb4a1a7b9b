#include <rondo/kernel/completion_poller.hpp>
#include <rondo/kernel/operations.hpp>

#include <cerrno>
#include <utility>

namespace rondo {

bool Operation::start(CompletionPoller& kernel) {
    if (!exhausted && attempt()) return true;
    kernel.wait_until_ready(*this);
    return false;
}

bool SocketOperation::settle(SocketResult result) noexcept {
    if (result.would_block()) return false;
    error = result.error;
    return true;
}

bool Receive::attempt() noexcept {
    const SocketResult result = receive_some(descriptor, buffer_);
    note(result.count);
    return settle(result);
}

bool Receive::start(CompletionPoller& kernel) {
    if (!exhausted && attempt()) return true;
    kernel.receive(*this, buffer_);
    return false;
}

bool Receive::completed(Outcome outcome) noexcept {
    note(outcome.value);
    error = outcome.error;
    return true;
}

void Receive::note(std::size_t received) noexcept {
    count = received;
    exhausted = stream_ && count > 0 && count < buffer_.size();
}

bool Send::attempt() noexcept {
    while (!left.empty()) {
        const SocketResult result = send_some(descriptor, left);
        if (result.error != 0) return settle(result);
        left = left.subspan(result.count);
    }
    return true;
}

bool Send::start(CompletionPoller& kernel) {
    if (attempt()) return true;
    kernel.send(*this, left);
    return false;
}

bool Send::completed(Outcome outcome) noexcept {
    left = left.subspan(outcome.value);
    error = outcome.error;
    return error != 0 || left.empty();
}

Accept::~Accept() {
    if (accepted != no_descriptor) close_socket(accepted);
}

bool Accept::attempt() noexcept { return settle(accept_one(descriptor, accepted, peer)); }

bool Accept::start(CompletionPoller& kernel) {
    if (attempt()) return true;
    kernel.accept(*this);
    return false;
}

bool Accept::completed(Outcome outcome) noexcept {
    if (peer_has_gone(outcome.error)) return false;  // so there is another one to wait for
    error = outcome.error;
    if (error != 0) return true;
    accepted = static_cast<Descriptor>(outcome.value);
    peer = peer_of(accepted);
    return true;
}

bool Connect::attempt() noexcept {
    const bool goes_on = std::exchange(begun_, true);
    error = (goes_on ? connected(descriptor) : connect_to(descriptor, address_)).error;
    return error != EINPROGRESS;
}

bool Connect::start(CompletionPoller& kernel) {
    kernel.connect(*this, address_);
    return false;
}

bool Connect::completed(Outcome outcome) noexcept {
    error = outcome.error;
    return true;
}

bool ReceiveFrom::attempt() noexcept {
    const SocketResult result = receive_from(descriptor, buffer_, sender);
    count = result.count;
    return settle(result);
}

bool SendTo::attempt() noexcept { return settle(send_to(descriptor, bytes_, address_)); }

bool SendTo::start(CompletionPoller& kernel) {
    if (attempt()) return true;
    kernel.send_to(*this, bytes_, address_);
    return false;
}

bool SendTo::completed(Outcome outcome) noexcept {
    error = outcome.error;
    return true;
}

}  // namespace rondo
