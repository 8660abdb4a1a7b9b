#ifdef _WIN32

#include <rondo/base/errors.hpp>
#include <rondo/kernel/iocp.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <winsock2.h>
// It needs what winsock2.h defines.
#include <mswsock.h>
#include <ws2tcpip.h>

namespace rondo {

/// What Windows has of a direction of a socket: it writes into it until it has let go.
struct Iocp::Request : OVERLAPPED {
    Direction direction{};
    bool connects = false;
    SOCKET accepted = INVALID_SOCKET;  // not yet: it waits for its connection
    int error = 0;                     // of a request that could not even begin
};

/// The requests of a socket, and what is to be known of it.
struct Iocp::Requests {
    std::array<Request, 2> both;
    bool datagrams = false;
    bool listens = false;
};

namespace {

constexpr ULONG most_completions = 64;

HANDLE handle_of(Descriptor socket) { return reinterpret_cast<HANDLE>(socket); }

[[noreturn]] void fail(const char* what) {
    throw std::system_error(static_cast<int>(GetLastError()), std::system_category(), what);
}

/// An option of a socket that is a number; 0 if it has none.
int option(SOCKET socket, int which) {
    int value = 0, size = sizeof value;
    getsockopt(socket, SOL_SOCKET, which, reinterpret_cast<char*>(&value), &size);
    return value;
}

/// ConnectEx is in no library: a socket has to be asked for it.
LPFN_CONNECTEX connect_function(SOCKET socket) {
    GUID wanted = WSAID_CONNECTEX;
    LPFN_CONNECTEX found = nullptr;
    DWORD size = 0;
    WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &wanted, sizeof wanted, &found,
             sizeof found, &size, nullptr, nullptr);
    return found;
}

/// A socket of the same sort as another one.
SOCKET another(SOCKET socket) {
    WSAPROTOCOL_INFOW sort;
    int size = sizeof sort;
    if (getsockopt(socket, SOL_SOCKET, SO_PROTOCOL_INFOW, reinterpret_cast<char*>(&sort), &size))
        return INVALID_SOCKET;
    const SOCKET made = WSASocketW(sort.iAddressFamily, sort.iSocketType, sort.iProtocol, nullptr,
                                   0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (made != INVALID_SOCKET) prepare_socket(made);
    return made;
}

/// ConnectEx wants a socket that has an address of its own; any will do.
void bind_to_any(SOCKET socket, const SocketAddress& peer) {
    sockaddr_storage any{};
    any.ss_family = reinterpret_cast<const sockaddr*>(peer.bytes)->sa_family;
    bind(socket, reinterpret_cast<sockaddr*>(&any), peer.size);  // or it has one
}

WSABUF buffer_of(std::span<const std::byte> bytes) {
    constexpr std::size_t most_bytes = std::size_t{1} << 30;
    return {static_cast<ULONG>(std::min(bytes.size(), most_bytes)),
            reinterpret_cast<char*>(const_cast<std::byte*>(bytes.data()))};
}

}  // namespace

Iocp::Iocp() {
    start_sockets();
    port_ = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
    if (port_ == nullptr) fail("CreateIoCompletionPort");
}

Iocp::~Iocp() {
    // Whatever Windows still has, it lets go of before the requests go.
    for (const auto& [descriptor, requests] : requests_) CancelIoEx(handle_of(descriptor), nullptr);
    while (under_way_ != 0) collect(never);
    for (const Completion& completion : completions_)
        if (completion.request->accepted != INVALID_SOCKET)
            closesocket(completion.request->accepted);
    CloseHandle(port_);
}

void Iocp::wake() noexcept {
    if (!woken_.exchange(true)) PostQueuedCompletionStatus(port_, 0, 0, nullptr);
}

void Iocp::watch(Descriptor, Direction, Node&) {
    throw RuntimeError(
        "iocp says when something is done, not when it may be: it has no add_reader and no "
        "add_writer (a loop with .poller = \"poll\" has, and RONDO_POLLER=poll gives one)");
}

/// A socket's requests. The first time, it is tied to the port.
Iocp::Requests& Iocp::requests_of(Descriptor descriptor) {
    if (const auto found = requests_.find(descriptor); found != requests_.end())
        return *found->second;
    auto made = std::make_unique<Requests>();
    made->both[1].direction = Direction::write;
    made->datagrams = option(descriptor, SO_TYPE) == SOCK_DGRAM;
    made->listens = option(descriptor, SO_ACCEPTCONN) != 0;
    Requests& requests = *(requests_[descriptor] = std::move(made));
    if (CreateIoCompletionPort(handle_of(descriptor), port_, descriptor, 0) != nullptr)
        return requests;
    const DWORD error = GetLastError();
    requests_.erase(descriptor);
    if (error == ERROR_INVALID_PARAMETER)
        throw RuntimeError("descriptor " + std::to_string(descriptor) +
                           " is in use by another loop, or is no socket: on Windows a socket "
                           "belongs to the first loop that uses it");
    refuse(name(), descriptor, error == ERROR_INVALID_HANDLE ? EBADF : EINVAL);
}

Iocp::Request& Iocp::request(Descriptor descriptor, Direction direction) {
    Request& request = requests_of(descriptor).both[static_cast<std::size_t>(direction)];
    static_cast<OVERLAPPED&>(request) = {};
    request.connects = false;
    request.error = 0;
    ++under_way_;
    return request;
}

/// The next socket of this number has to be tied to the port anew.
void Iocp::unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    CompletionPoller::unregister(descriptor, entry);
    requests_.erase(descriptor);
}

/// Of a request that fails when it is made, the port says nothing. So we say it ourselves.
void Iocp::expect(Descriptor descriptor, Request& request, bool begun) {
    if (!begun && WSAGetLastError() != WSA_IO_PENDING)
        say_done(descriptor, request, WSAGetLastError());
}

void Iocp::say_done(Descriptor descriptor, Request& request, int error) {
    request.error = error;
    if (!PostQueuedCompletionStatus(port_, 0, descriptor, &request))
        fail("PostQueuedCompletionStatus");
}

void Iocp::receive(Operation& operation, std::span<std::byte> buffer) {
    Request& asked = request(operation.descriptor, operation.direction);
    WSABUF where = buffer_of(buffer);
    DWORD flags = 0;
    expect(operation.descriptor, asked,
           WSARecv(operation.descriptor, &where, 1, nullptr, &flags, &asked, nullptr) == 0);
}

void Iocp::send(Operation& operation, std::span<const std::byte> bytes) {
    Request& asked = request(operation.descriptor, operation.direction);
    WSABUF what = buffer_of(bytes);
    expect(operation.descriptor, asked,
           WSASend(operation.descriptor, &what, 1, nullptr, 0, &asked, nullptr) == 0);
}

void Iocp::send_to(Operation& operation, std::span<const std::byte> bytes,
                   const SocketAddress& address) {
    Request& asked = request(operation.descriptor, operation.direction);
    WSABUF what = buffer_of(bytes);
    const auto* const to = reinterpret_cast<const sockaddr*>(address.bytes);
    expect(operation.descriptor, asked,
           WSASendTo(operation.descriptor, &what, 1, nullptr, 0, to, address.size, &asked,
                     nullptr) == 0);
}

void Iocp::accept(Operation& operation) {
    Request& asked = request(operation.descriptor, operation.direction);
    asked.accepted = another(operation.descriptor);
    constexpr DWORD size = sizeof addresses_ / 2;
    expect(operation.descriptor, asked,
           asked.accepted != INVALID_SOCKET &&
               AcceptEx(operation.descriptor, asked.accepted, addresses_, 0, size, size, nullptr,
                        &asked) != 0);
}

void Iocp::connect(Operation& operation, const SocketAddress& address) {
    Request& asked = request(operation.descriptor, operation.direction);
    const auto* const to = reinterpret_cast<const sockaddr*>(address.bytes);
    if (requests_of(operation.descriptor).datagrams) {  // ConnectEx is for connections only
        const bool done = ::connect(operation.descriptor, to, address.size) == 0;
        return say_done(operation.descriptor, asked, done ? 0 : WSAGetLastError());
    }
    asked.connects = true;
    bind_to_any(operation.descriptor, address);
    const LPFN_CONNECTEX connect_socket = connect_function(operation.descriptor);
    expect(operation.descriptor, asked,
           connect_socket != nullptr && connect_socket(operation.descriptor, to, address.size,
                                                       nullptr, 0, nullptr, &asked) != 0);
}

void Iocp::ask(Descriptor descriptor, Direction direction) {
    if (direction == Direction::write)
        throw RuntimeError(
            "iocp does not say when a socket can be written: what writes has to be an operation "
            "that it does by itself, such as Send");
    const Requests& requests = requests_of(descriptor);
    if (requests.listens)
        throw RuntimeError(
            "iocp does not say when there is somebody to accept: what accepts has to be an "
            "operation that it does by itself, such as Accept");
    Request& asked = request(descriptor, direction);
    WSABUF nothing{0, nullptr};
    DWORD flags = requests.datagrams ? MSG_PEEK : 0;  // or the datagram would be gone
    expect(descriptor, asked,
           WSARecv(descriptor, &nothing, 1, nullptr, &flags, &asked, nullptr) == 0);
}

void Iocp::withdraw(Descriptor descriptor, Direction direction) {
    CancelIoEx(handle_of(descriptor),
               &requests_.at(descriptor)->both[static_cast<std::size_t>(direction)]);
}

/// Takes out of the port what is there; waits for the first of it until `until`.
void Iocp::collect(TimePoint until) {
    std::array<OVERLAPPED_ENTRY, most_completions> found;
    completions_.reserve(completions_.size() + found.size());  // before there is something to lose
    ULONG count = 0;
    const std::int64_t left = units_until(until, now(), std::chrono::milliseconds(1), INFINITE);
    const auto milliseconds =
        static_cast<DWORD>(left == INFINITE ? left : std::min<std::int64_t>(left, INFINITE - 1));
    if (!GetQueuedCompletionStatusEx(port_, found.data(), most_completions, &count, milliseconds,
                                     FALSE)) {
        if (GetLastError() != WAIT_TIMEOUT) fail("GetQueuedCompletionStatusEx");
        count = 0;
    }
    for (const OVERLAPPED_ENTRY& entry : std::span(found).first(count)) {
        if (entry.lpOverlapped == nullptr) {
            woken_ = false;
            wake_seen_ = true;
        } else {
            --under_way_;
            completions_.push_back(
                {entry.lpCompletionKey, static_cast<Request*>(entry.lpOverlapped)});
        }
    }
}

void Iocp::wait(TimePoint until, NodeQueue& ready) {
    const TimePoint waking = until == TimePoint::min() ? until : end_of_tick(until);
    // Its clock may be ahead of ours; what there was may be of use to nobody.
    while (!ask_once(waking, ready) && !wake_seen_ && (has_changes() || now() < until)) {}
    wake_seen_ = false;
}

/// Passes on what was asked, and takes what there is; waits for it if there is nothing to report.
/// @return whether there was something to report.
bool Iocp::ask_once(TimePoint until, NodeQueue& ready) {
    NodeQueue found;
    struct Append {
        ~Append() { to.append(from); }
        NodeQueue &to, &from;
    } append{ready, found};
    tell_changes(found);
    const bool sleeps = found.empty() && completions_.empty() && !wake_seen_;
    collect(sleeps ? until : TimePoint::min());
    for (const Completion& completion : completions_) take(completion, found);
    completions_.clear();
    return !found.empty();
}

void Iocp::wait_for(Descriptor descriptor, NodeQueue& ready) {
    while (true) {
        std::size_t others = 0;
        for (const Completion completion : completions_)
            if (completion.descriptor == descriptor)
                take(completion, ready);
            else
                completions_[others++] = completion;
        const bool found = others != completions_.size();
        completions_.resize(others);
        if (found) return;
        collect(never);
    }
}

void Iocp::take(const Completion& completion, NodeQueue& ready) noexcept {
    const auto [descriptor, request] = completion;
    DWORD unused = 0, flags = 0;
    int error = request->error;
    if (error == 0 && !WSAGetOverlappedResult(descriptor, request, &unused, FALSE, &flags))
        error = WSAGetLastError();
    const std::uintptr_t count = request->InternalHigh;  // of one that was withdrawn, too
    if (error == WSAEMSGSIZE) error = 0;                 // a datagram was cut off
    const bool did_nothing = error == WSA_OPERATION_ABORTED && count == 0;
    Operation::Outcome outcome{count, error == WSA_OPERATION_ABORTED ? 0 : errno_of(error)};
    const SOCKET accepted = std::exchange(request->accepted, INVALID_SOCKET);
    if (accepted != INVALID_SOCKET) {
        if (error != 0) closesocket(accepted);
        outcome.value = accepted;
        // Until then it does not know whom it is connected to.
        setsockopt(accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                   reinterpret_cast<const char*>(&descriptor), sizeof descriptor);
    } else if (request->connects && error == 0) {
        setsockopt(descriptor, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0);
    }
    let_go(descriptor, request->direction, did_nothing ? std::nullopt : std::optional(outcome),
           ready);
}

}  // namespace rondo

#endif  // _WIN32
