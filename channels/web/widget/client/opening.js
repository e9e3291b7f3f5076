// Opening and closing the window of the chat over a website.

const NARROW = matchMedia("(max-width: 36rem), (max-height: 28rem)");

/** Return `open({ byItself })` and `close()` for the window; `opened` is called after it opens. */
export function opening(host, { frame, title, text, close: cross }, opened) {
  const { opener, kept } = host;

  function open({ byItself = false } = {}) {
    if (!frame.open) {
      if (NARROW.matches) frame.showModal(); // it covers the page: what is behind it is out of reach
      else if (byItself) frame.open = true; // unlike show() this leaves the focus where it is
      else frame.show();
      opener.hidden = true;
      opener.setAttribute("aria-expanded", "true");
      if (!byItself) (matchMedia("(pointer: coarse)").matches ? title : text).focus();
      kept.set("open", true);
    }
    opened();
  }

  function close() {
    frame.close();
    kept.set("open", null);
    opener.hidden = false;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  function escape(event) {
    if (frame.querySelector("dialog[open]") || event.defaultPrevented) return; // that belongs to what is on top
    event.preventDefault();
    close();
  }

  cross.addEventListener("click", close);
  frame.addEventListener("cancel", (event) => event.target === frame && escape(event));
  frame.addEventListener("keydown", (event) => event.key === "Escape" && escape(event));
  NARROW.addEventListener("change", () => {
    if (!frame.open) return;
    const at = host.shadowRoot.activeElement;
    frame.close();
    open({ byItself: true });
    at?.focus();
  });
  keepAboveKeyboard(frame);
  return { open, close };
}

/** Keep a window that fills the screen within what can be seen: the keyboard of a phone lies over the page. */
function keepAboveKeyboard(frame) {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    frame.style.setProperty("--seen-height", `${Math.round(view.height)}px`);
    frame.style.setProperty("--seen-top", `${Math.round(view.offsetTop)}px`);
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
  fit();
}
