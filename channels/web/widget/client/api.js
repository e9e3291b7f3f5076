// The conversation as the server has it: the public API under /v1, and the live events.

const SILENCE = 40_000; // milliseconds; the server gives a sign of life every 15 seconds
const LONGEST_PAUSE = 30_000;
const TIMEOUT = 45_000;
const PAUSE = 30; // seconds, when the server asks for a pause and does not say how long

/** What the server refused; status 0 means that it was not reached, `wait` are milliseconds that it asks to wait. */
export class Refusal extends Error {
  constructor(status, detail = "", wait = 0) {
    super(detail);
    Object.assign(this, { status, wait });
  }
}

let server = "";
let quietUntil = 0; // until then the server asks to be left alone, whatever for

/** Say where the server is. */
export function use(address) {
  server = address;
}

/** Start a conversation. */
export const start = (gemeente, language) =>
  call(null, "POST", "", { channel: "web", ...(gemeente && { gemeente }), ...(language && { language }) });

/** Return the whole transcript. */
export const read = (conversation) => call(conversation, "GET", "");

/** Send a text or choice; the same key again never sends it twice. */
export const post = (conversation, body, key) =>
  call(conversation, "POST", "/messages", body, { "Idempotency-Key": key });

/** Tell whether a message helped; what comes later about the same message takes the place of what was told. */
export const judge = (conversation, messageId, helpful, more = {}) =>
  call(conversation, "POST", "/feedback", { messageId, helpful, ...more });

/** Tell the account manager that the entrepreneur types, or has read up to a message; it may fail in silence. */
export const hint = (conversation, what, body) => call(conversation, "POST", `/${what}`, body).catch(() => null);

/** Send a copy of the conversation to an e-mail address. */
export const mail = (conversation, email) => call(conversation, "POST", "/copies", { email });

/** Return a code, and the links with it, with which the conversation goes on in a messenger. */
export const codeFor = (conversation) => call(conversation, "POST", "/messenger-codes");

/** Erase the conversation. */
export const erase = (conversation) => call(conversation, "DELETE", "");

/** Return a key that nobody else has. */
export function newKey() {
  // randomUUID needs https; a municipality may try this on plain http first.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function call(conversation, method, path, body, headers = {}) {
  const response = await reach(address(conversation, path), {
    method,
    headers: { ...(body && { "Content-Type": "application/json" }), ...bearer(conversation), ...headers },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (response.status === 204) return null;
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, content.detail);
  return content;
}

async function reach(url, options) {
  beQuiet();
  const response = await fetch(url, { cache: "no-store", credentials: "omit", ...options }).catch(() => {
    throw new Refusal(0);
  });
  if (response.status === 429) {
    quietUntil = Date.now() + 1000 * (Number(response.headers.get("Retry-After")) || PAUSE);
    beQuiet();
  }
  return response;
}

/** Ask nothing as long as the server asked for a pause (Retry-After). */
function beQuiet() {
  const wait = quietUntil - Date.now();
  if (wait > 0) throw new Refusal(429, "", wait);
}

const address = (conversation, path) =>
  `${server}/v1/conversations${conversation ? `/${conversation.id}` : ""}${path}`;
const bearer = (conversation) => (conversation ? { Authorization: `Bearer ${conversation.token}` } : {});

/**
 * Pass every live event to `handle(kind, data)` until the returned function is called, also the own words, for
 * another tab may say them; "connected" and "disconnected" tell whether events can come at all, and "gone" that
 * the conversation is no longer there.
 */
export function watch(conversation, handle) {
  const stopping = new AbortController();
  let last = "0";
  let pause = 1000;

  async function connect() {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    stopping.signal.addEventListener("abort", stop);
    try {
      const headers = { ...bearer(conversation), "Last-Event-ID": last };
      const response = await reach(address(conversation, "/events?own=true"), { headers, signal: attempt.signal });
      if (response.status === 401 || response.status === 404) {
        if (!stopping.signal.aborted) handle("gone");
        return false;
      }
      if (!response.ok) return true;
      pause = 1000;
      handle("connected");
      for await (const event of events(response.body, attempt)) {
        last = event.id ?? last;
        handle(event.kind, JSON.parse(event.data));
      }
    } catch {
      // The connection broke: the next one begins where this one ended.
    } finally {
      stopping.signal.removeEventListener("abort", stop);
    }
    if (!stopping.signal.aborted) handle("disconnected");
    return true;
  }

  async function keepConnected() {
    while (!stopping.signal.aborted && (await connect())) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(pause, quietUntil - Date.now())));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  keepConnected();
  return () => stopping.abort();
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
      if (event.data) yield event;
    }
  }
}

function parse(part) {
  const event = { kind: "message", data: "" };
  for (const line of part.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "event") event.kind = value;
    if (name === "id") event.id = value;
    if (name === "data") event.data += value;
  }
  return event;
}
