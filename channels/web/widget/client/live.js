// What the live events mean for the chat, and the patience around them.

const TYPING = 5000; // milliseconds that a sign of typing holds
const TELL_TYPING = 4000; // milliseconds between two signs of our own
const PATIENCE = 3000; // milliseconds before a broken connection is worth a word

/** Return `receive(kind, data)` for the events of api.watch, which calls the handlers; and when to tell of typing. */
export function live(handlers) {
  let typing;
  let broken = null;
  let told = 0;

  function receive(kind, data) {
    if (kind === "typing") {
      clearTimeout(typing);
      typing = setTimeout(handlers.quiet, TYPING);
    }
    if (kind === "disconnected") broken ??= setTimeout(handlers.offline, PATIENCE);
    else if (kind === "connected") {
      clearTimeout(broken);
      broken = null;
      handlers.online();
    } else handlers[kind]?.(data);
  }

  function mayTellTyping() {
    if (Date.now() - told < TELL_TYPING) return false;
    told = Date.now();
    return true;
  }

  return { receive, mayTellTyping, stopTyping: () => clearTimeout(typing), read: null };
}
