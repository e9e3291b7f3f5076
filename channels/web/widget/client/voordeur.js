// Voordeur on a website: one button. The chat itself is loaded when somebody opens it.
//
//   <script src="https://…/voordeur.js" data-gemeente="hilversum" defer></script>
//
// A page of our own holds the chat itself: <voordeur-chat mode="page"></voordeur-chat>.
(() => {
  if (customElements.get("voordeur-chat")) return; // the line stands on the page twice

  const INTEGRITY = ""; // filled in by the server: of chat.js
  const VERSION = "development"; // filled in by the server: the folder of chat.js
  const SCRIPT = document.currentScript ?? document.querySelector("script[src*='/voordeur.js']"); // in a module
  const HOME = new URL(SCRIPT.src).origin;
  const ATTRIBUTES = ["gemeente", "position", "language", "greeting", "label", "phone", "email", "page", "api"];
  const BUBBLE = "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-6 5v-5H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm2 5v2h12V8zm0 4v2h8v-2z";
  const SETTINGS_WITHIN = 3000; // milliseconds; then the button comes without them
  const SETTINGS_HOLD = 300_000;
  const WORDS = {
    nl: {
      open: "Stel uw vraag", close: "Sluit de chat", news: "nieuw bericht", loading: "De chat wordt geladen",
      away: "De chat is nu niet bereikbaar", instead: "U kunt ons wel zo bereiken:",
      nobody: "Neem contact op met uw gemeente. Of probeer het zo opnieuw.",
      walkIn: "Spreekuur", example: "(voorbeeld)", again: "Probeer opnieuw", page: "Meer over contact met ons",
      appointment: "op afspraak",
    },
    en: {
      open: "Ask a question", close: "Close the chat", news: "new message", loading: "The chat is loading",
      away: "The chat cannot be reached now", instead: "You can reach us like this:",
      nobody: "Contact your municipality. Or try again in a moment.",
      walkIn: "Walk-in hours (in Dutch)", example: "(example)", again: "Try again", page: "More about contacting us",
      appointment: "by appointment",
    },
  };
  const STYLE = `/* style */`; // filled in by the server: loader.css

  // ---- What is kept during the session; without storage it lasts as long as the page ----

  const memory = new Map();
  const kept = {
    get(key) {
      try {
        return JSON.parse(sessionStorage.getItem(`voordeur-${key}`)) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      if (value === null) memory.delete(key);
      else memory.set(key, value);
      try {
        if (value === null) sessionStorage.removeItem(`voordeur-${key}`);
        else sessionStorage.setItem(`voordeur-${key}`, JSON.stringify(value));
      } catch {
        // Forbidden or full: the chat works, it only does not survive the page.
      }
    },
  };

  // ---- Elements ----

  function tag(name, className = "", ...content) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  function button(text, className, act) {
    const element = tag("button", className, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  /** Return a drawing of one path, for the eye only. */
  function icon(drawing) {
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", drawing);
    svg.append(path);
    return svg;
  }

  function sheet(text) {
    const made = new CSSStyleSheet(); // a strict Content-Security-Policy refuses a style element, not this
    made.replaceSync(text);
    return made;
  }

  /* loader/contact.js */
  /* loader/look.js */

  // ---- Loading ----

  /** Load the chat, checked against the integrity that this file carries. */
  async function load() {
    const chat = new URL(`/widget/${VERSION}/chat.js`, HOME);
    await preload(chat);
    return import(chat);
  }

  function preload(url) {
    const link = tag("link");
    if (!link.relList.supports("modulepreload")) return null;
    return new Promise((resolve, reject) => {
      Object.assign(link, { rel: "modulepreload", integrity: INTEGRITY, crossOrigin: "anonymous", nonce: SCRIPT.nonce });
      link.href = url;
      link.onload = () => resolve(link.remove());
      link.onerror = () => reject(new Error(`not loaded: ${url}`, link.remove()));
      document.head.append(link);
    });
  }

  /** Return what the server says about this website: open, closed or off, and how to reach people. */
  async function settingsFor(host) {
    const query = new URLSearchParams({ language: host.lang === "nl" ? "nl" : "en" });
    if (host.getAttribute("gemeente")) query.set("gemeente", host.getAttribute("gemeente"));
    const known = kept.get("settings");
    const fresh = known?.state === "open" && known.asked === String(query) && Date.now() - known.at < SETTINGS_HOLD;
    if (fresh) return known; // not with every page that somebody looks at
    const options = { signal: AbortSignal.timeout(SETTINGS_WITHIN), credentials: "omit" };
    const response = await fetch(`${host.api}/v1/widget?${query}`, options).catch(() => null);
    if (!response?.ok) return known;
    const settings = { ...(await response.json()), asked: String(query), at: Date.now() };
    kept.set("settings", settings);
    return settings;
  }

  // ---- The element ----

  class VoordeurChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const language = this.getAttribute("language") || (document.documentElement.lang || "nl").slice(0, 2);
      this.lang = language === "nl" ? "nl" : "en"; // of the words around the messages
      this.words = WORDS[this.lang];
      this.api = this.getAttribute("api") || HOME;
      this.kept = kept;
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet(STYLE)];
      this.tools = { tag, button, icon, sheet, contactElement };
      this.dress = () => dress(this);
      this.dress();
      addEventListener("load", this.dress); // with all style sheets of the page
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.dress);
      if (this.getAttribute("mode") === "page") this.showPage();
      else this.showButton();
    }

    /** Return how to reach people, as the server told it last. */
    contact() {
      return (this.settings ?? kept.get("settings"))?.contact;
    }

    /** Show the chat in the place of what stands in the element for who has no JavaScript. */
    async showPage() {
      this.shadowRoot.append(tag("slot"));
      const { id, token } = this.dataset; // a conversation that was begun with those forms
      if (id && token) kept.set("conversation", { id, token });
      delete this.dataset.id;
      delete this.dataset.token;
      this.learn();
      try {
        await this.chat();
        this.replaceChildren(); // the forms have done their work
      } catch {
        this.shadowRoot.append(contactElement(this, this.contact(), () => this.again(() => this.showPage())));
      }
    }

    /** Ask what the server says about this website; `told` is the promise of it. */
    learn() {
      this.told = settingsFor(this).then((settings) => (this.settings = settings));
      return this.told;
    }

    async showButton() {
      await this.learn();
      const started = kept.get("conversation");
      if (this.settings?.state === "off" && !started) return;
      this.setAttribute("position", this.getAttribute("position") || this.settings?.position || "right");
      this.opener = button("", "opener", () => this.open());
      this.opener.append(icon(BUBBLE), tag("span", "", this.getAttribute("label") || this.words.open), tag("span", "news"));
      this.opener.setAttribute("aria-haspopup", "dialog");
      this.opener.setAttribute("aria-expanded", "false");
      this.shadowRoot.append(this.opener);
      if (kept.get("open")) await this.open({ byItself: true });
      else if (started) (window.requestIdleCallback ?? setTimeout)(() => this.chat().catch(() => {})); // an answer may have come
    }

    /** Open the chat; when it cannot be loaded, show how to reach people. */
    async open({ byItself = false } = {}) {
      this.opener.ariaBusy = "true";
      try {
        if (this.settings?.state === "closed") await this.learn(); // it may be open by now
        const closed = this.settings?.state === "closed" && !kept.get("conversation");
        if (closed) this.showContact(this.settings.notice);
        else (await this.chat()).open({ byItself });
      } catch {
        if (!byItself) this.showContact();
      } finally {
        this.opener.ariaBusy = "false";
      }
    }

    /** Return the loaded chat. */
    chat() {
      this.loading ??= load().then((module) => module.start(this));
      this.loading.catch(() => (this.loading = null));
      return this.loading;
    }

    /** Say a choice, such as `topic:starten`, as if its button in the chat was pressed. */
    async choose(choice) {
      return (await this.chat()).choose(choice);
    }

    async focusField() {
      (await this.chat()).focusField();
    }

    /** Tell whether something came while the chat was closed. */
    showNews(count) {
      const news = this.opener?.querySelector(".news");
      if (news) news.replaceChildren(...(count ? [tag("b", "", String(count)), tag("span", "unseen", ` ${this.words.news}`)] : []));
    }

    again(act) {
      for (const each of this.shadowRoot.querySelectorAll(".contact, slot, dialog")) each.remove();
      act();
    }

    showContact(title = this.words.away) {
      const close = () => this.again(() => (this.opener.setAttribute("aria-expanded", "false"), (this.opener.hidden = false), this.opener.focus()));
      const panel = tag("dialog", "panel bare");
      panel.setAttribute("aria-label", title);
      panel.append(
        button("×", "close", close),
        contactElement(this, this.contact(), () => this.again(() => this.open()), title),
      );
      panel.querySelector(".close").ariaLabel = this.words.close;
      panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
      this.opener.setAttribute("aria-expanded", "true");
      this.opener.hidden = true;
      this.shadowRoot.append(panel);
      panel.show();
    }
  }

  customElements.define("voordeur-chat", VoordeurChat);

  /** Put the button on the page, inside the element that carries the theme. */
  function place() {
    if (document.querySelector("voordeur-chat")) return;
    const host = tag("voordeur-chat");
    for (const name of ATTRIBUTES) if (SCRIPT.dataset[name]) host.setAttribute(name, SCRIPT.dataset[name]);
    (document.querySelector("body > [class*='-theme']") ?? document.body).append(host);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place);
  else place();
})();
