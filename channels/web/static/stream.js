// Server-sent events over fetch: begins again where a broken connection ended, and ends when there is nothing more.

const SILENCE = 40_000; // milliseconds; the server gives a sign of life every 15 seconds
const LONGEST_PAUSE = 20_000;
const REST_WHEN_HIDDEN = 60_000; // a browser keeps few connections to one server: a tab that nobody sees gives up its own

/**
 * Pass every event to `handle(kind, data, id)` until the returned function is called.
 * Beside those of the server come "connected", "disconnected", and "over" when the server will not go on.
 */
export function follow(address, handle, { headers = {}, last = "", whileHidden = false } = {}) {
  const stopping = new AbortController();
  let pause = 1000;
  let attempt = new AbortController();
  let wake = () => {};
  let resting;

  async function connect() {
    attempt = new AbortController();
    const response = await fetch(address, {
      headers: { ...headers, ...(last !== "" && { "Last-Event-ID": last }) },
      cache: "no-store",
      redirect: "manual", // a session that ended leads to the log-in page
      signal: AbortSignal.any([attempt.signal, stopping.signal]),
    });
    if (response.status >= 500 || response.status === 429) return true;
    if (response.status !== 200) return false;
    pause = 1000;
    handle("connected");
    for await (const event of events(response.body, attempt)) {
      last = event.id ?? last;
      handle(event.kind, event.data, event.id);
    }
    return true;
  }

  async function keepConnected() {
    while (!stopping.signal.aborted) {
      const more = await connect().catch(() => true); // broken: the next one begins where this one ended
      if (stopping.signal.aborted) return;
      if (!more) return handle("over");
      handle("disconnected");
      await new Promise((resolve) => {
        wake = resolve;
        if (whileHidden || !document.hidden) setTimeout(resolve, pause * (0.5 + Math.random()));
      });
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  function look() {
    clearTimeout(resting);
    if (!document.hidden) wake();
    else if (!whileHidden) resting = setTimeout(() => attempt.abort(), REST_WHEN_HIDDEN);
  }

  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", () => wake());
  keepConnected();
  return () => {
    document.removeEventListener("visibilitychange", look);
    stopping.abort();
  };
}

async function* events(body, attempt) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const alarm = setTimeout(() => attempt.abort(), SILENCE);
    const { done, value } = await reader.read().finally(() => clearTimeout(alarm));
    if (done) return;
    const parts = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const event = parse(part);
      if (event.data !== null) yield event;
    }
  }
}

function parse(part) {
  const event = { kind: "message", data: null };
  for (const line of part.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "event") event.kind = value;
    if (name === "id") event.id = value;
    if (name === "data") event.data = event.data === null ? value : `${event.data}\n${value}`;
  }
  return event;
}
