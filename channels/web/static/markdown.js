// A small subset of Markdown as DOM nodes: paragraphs, lists, bold and web links. Never HTML from text.

const ITEM = /^\s*(?:[-*]|(\d+)[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const INLINE = /\*\*(.+?)\*\*|\[([^\]]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"])/;

let newTab = " (opent in een nieuw tabblad)";

/** Say in other words, for whoever hears a link read out, that it opens beside the page. */
export function use(sentence) {
  newTab = sentence;
}

/** Return a fragment that shows the text. */
export function render(text) {
  const fragment = document.createDocumentFragment();
  for (const block of blocks(text)) fragment.append(block);
  return fragment;
}

/** Return a link to a web page that opens beside the chat, or plain text when it is no web address. */
export function link(label, address) {
  const node = document.createElement("a");
  if (!isWebAddress(address)) return document.createTextNode(label);
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  const note = document.createElement("span");
  note.className = "unseen";
  note.textContent = newTab;
  node.append(label, note);
  return node;
}

function isWebAddress(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function blocks(text) {
  const found = [];
  let open = null; // the paragraph or list that the next line may belong to
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    const heading = HEADING.exec(line);
    if (!line.trim()) {
      open = open?.tagName === "P" ? null : open;
    } else if (item) {
      const kind = item[1] ? "OL" : "UL";
      if (open?.tagName !== kind) found.push((open = list(kind, item[1])));
      open.append(filled("li", item[2]));
    } else if (heading) {
      found.push(filled("p", `**${heading[1]}**`));
      open = null;
    } else if (open?.tagName === "P") {
      open.append(document.createElement("br"), ...inline(line.trim()));
    } else if (open && /^\s/.test(line)) {
      open.lastChild.append(" ", ...inline(line.trim()));
    } else {
      found.push((open = filled("p", line.trim())));
    }
  }
  return found;
}

function list(kind, first) {
  const node = document.createElement(kind);
  if (first && first !== "1") node.start = Number(first);
  return node;
}

function filled(tag, text) {
  const node = document.createElement(tag);
  node.append(...inline(text));
  return node;
}

function inline(text) {
  const nodes = [];
  for (let match; (match = INLINE.exec(text)); text = text.slice(match.index + match[0].length)) {
    nodes.push(text.slice(0, match.index));
    nodes.push(match[1] ? filled("strong", match[1]) : link(match[2] ?? match[4], match[3] ?? match[4]));
  }
  return [...nodes, text].filter((node) => node !== "");
}
