// Where the reader is in the conversation, and going to a new message.

const GAP = 8; // pixels above and below

/** Return an object that scrolls: the log itself on a wide screen, the whole page on a small one. */
export function place(log, bar, compose) {
  const view = () => {
    if (getComputedStyle(log).overflowY === "auto") {
      const { top } = log.getBoundingClientRect();
      return { scroller: log, top, bottom: top + log.clientHeight };
    }
    const floats = getComputedStyle(bar).position === "sticky";
    const top = floats ? bar.offsetHeight : 0;
    const bottom = document.documentElement.clientHeight - (floats ? compose.offsetHeight : 0);
    return { scroller: document.scrollingElement, top, bottom };
  };

  /** Show `first` to `last` whole; when they do not fit, begin at `first`. */
  function reveal(first, last) {
    const { scroller, top, bottom } = view();
    const toStart = first.getBoundingClientRect().top - GAP - top;
    const toEnd = last.getBoundingClientRect().bottom + GAP - bottom;
    scroller.scrollTop += Math.min(toStart, toEnd);
  }

  /** Tell whether the end of the last message is in sight. */
  function atEnd() {
    const last = log.lastElementChild;
    return !last || last.getBoundingClientRect().bottom <= view().bottom + 4 * GAP;
  }

  return { reveal, atEnd };
}
