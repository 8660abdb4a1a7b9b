#include <rondo/loop/mailbox.hpp>
#include <rondo/threads/run_in_executor.hpp>

namespace rondo {

void post_reply(Mailbox& mailbox, Reply& reply) noexcept { mailbox.post(reply); }

}  // namespace rondo
