// The conversation as it stands on the screen: what is shown already, the own message under way, and the choices.

const SHORT = 150; // pixels of a question that is shown again together with its answer

/** Return what can be done with the messages in the log; `reader` scrolls it, `messageElement` makes them. */
export function transcript(log, reader, messageElement, { tag }, words) {
  let shown = new Set();
  let own = null; // the bubble of the message that is under way

  const waiting = () => [...log.querySelectorAll(".choices:not([hidden]), .field-form:not([hidden])")];

  function hideChoices() {
    for (const group of waiting()) group.hidden = true;
  }

  function clear() {
    log.replaceChildren();
    own = null;
    shown = new Set();
  }

  /** Show the messages that are new, and return their elements. */
  function show(messages) {
    const fresh = messages.filter((message) => !shown.has(message.id));
    return fresh.map((message) => {
      shown.add(message.id);
      // Choices of earlier messages no longer fit; those of one reply in several messages do.
      if (message.choices?.length || !["assistant", "system"].includes(message.sender)) hideChoices();
      const element = messageElement(message);
      element.dataset.id = message.id;
      log.append(element);
      return element;
    });
  }

  /** Show an own message before the server has it; the returned function takes it back, choices and all. */
  function showOwn(text) {
    const offered = waiting();
    hideChoices();
    own = messageElement({ sender: "entrepreneur", sentAt: Date.now(), text });
    log.append(own);
    reader.reveal(own, own);
    return () => {
      own?.remove();
      for (const group of offered) group.hidden = false;
    };
  }

  /** Take the own message under way for the one that the server stored, perhaps with a number masked. */
  function adopt(id, text) {
    const twice = shown.has(id) && log.querySelector(`[data-id="${id}"]`);
    shown.add(id);
    if (!own || twice === own) return;
    if (twice) twice.remove(); // it came by the live events, while sending it seemed to fail
    own.dataset.id = id;
    if (text) own.querySelector(".text").textContent = text;
  }

  /** Bring new messages into sight together with their question, if that is short. */
  function reveal(elements) {
    if (!elements.length) return;
    reader.reveal(own && own.offsetHeight < SHORT ? own : elements[0], elements.at(-1));
  }

  /** Mark the last own message up to the one that the account manager has read. */
  function markRead(messageId) {
    const all = [...log.children];
    const until = all.findIndex((each) => each.dataset.id === messageId);
    const read = all.slice(0, until + 1).findLast((each) => each.matches(".from-entrepreneur"));
    if (!read) return;
    log.querySelector(".seen")?.remove();
    read.append(tag("p", "seen", words.seen));
  }

  return {
    clear, show, showOwn, adopt, reveal, markRead, hideChoices,
    has: (id) => shown.has(id),
    count: () => log.querySelectorAll(".message").length,
    settle: () => (own = null),
    underWay: () => own !== null,
    lastOf: (sender) => [...log.querySelectorAll(`.from-${sender}`)].at(-1),
  };
}
