// Saying one thing after another, and no faster than the server allows.

const PATIENCE = 90_000; // milliseconds that a message waits by itself when the server asks for a pause

/** Return `say`, which calls `sayNow(body, label, again)`, a promise of whether it arrived, for one message at a time. */
export function inTurn(sayNow) {
  let busy = false;
  let turn = null; // the promise of the last message
  let saidFrom = null; // what it came from: a choice, a field

  /**
   * Say something, after what is under way: the next question may be there before that has ended. What comes
   * from the same choice or field meanwhile was pressed twice.
   */
  function say(body, label, again, from = body) {
    if (busy && from === saidFrom) return Promise.resolve(false);
    saidFrom = from;
    const now = () => alone(body, label, again);
    turn = busy ? turn.then((arrived) => arrived && now()) : now();
    return turn;
  }

  async function alone(...message) {
    busy = true;
    try {
      return await sayNow(...message);
    } finally {
      busy = false;
    }
  }

  return { say, busy: () => busy, arrived: () => (busy ? turn : Promise.resolve(true)) };
}

/** Do it again by itself after a pause that the server asks for, and tell of it; a long pause is refused. */
export async function patiently(act, tell) {
  for (;;) {
    try {
      return await act();
    } catch (refusal) {
      if (!refusal.wait || refusal.wait > PATIENCE) throw refusal;
      tell(refusal.wait);
      await new Promise((resolve) => setTimeout(resolve, refusal.wait));
      tell(0);
    }
  }
}
