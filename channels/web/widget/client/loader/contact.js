// Part of voordeur.js: how to reach people when the chat cannot be reached.

/** Return how to reach people without the chat; `contact` is what the server told earlier, if it did. */
function contactElement(host, contact, again, title = host.words.away) {
  const words = host.words;
  const block = tag("div", "contact", tag("h2", "", title));
  const lines = contactLines(host, contact, words);
  block.append(tag("p", "", lines.length ? words.instead : words.nobody));
  if (lines.length) block.append(tag("ul", "", ...lines.map((line) => tag("li", "", ...line))));
  if (again) block.append(button(words.again, "button", again));
  return block;
}

function contactLines(host, contact, words) {
  const given = { phone: host.getAttribute("phone"), email: host.getAttribute("email") };
  const desks = given.phone || given.email ? [given] : (contact?.desks ?? []);
  const lines = desks.map((desk) => deskLine(desk, words));
  const page = host.getAttribute("page");
  if (/^https?:/.test(page ?? "")) lines.push([address(page, words.page)]);
  for (const each of (contact?.contactMoments ?? []).slice(0, 3)) lines.push([moment(each, words)]);
  return lines;
}

/** Return one line about a desk, with what it can be reached on. */
function deskLine(desk, words) {
  const ways = [];
  if (desk.phone) ways.push(address(`tel:${desk.phone.replace(/[^\d+]/g, "")}`, desk.phone));
  if (desk.email) ways.push(address(`mailto:${desk.email}`, desk.email));
  const spaced = ways.flatMap((way, place) => (place ? [", ", way] : [way]));
  return desk.name ? [`${marked(desk.name, desk, words)}: `, ...spaced] : spaced;
}

function moment(each, words) {
  const appointment = each.appointmentNeeded ? ` (${words.appointment})` : "";
  const told = `${words.walkIn} ${each.gemeenteName}: ${each.weekday} ${each.starts}–${each.ends}, ${each.place}${appointment}`;
  return marked(told, each, words);
}

/** Say that something is an example, unless its own words do. */
const marked = (text, { example }, words) => (example && !text.includes(words.example) ? `${text} ${words.example}` : text);

function address(href, text) {
  const link = tag("a", "", text);
  link.href = href;
  return link;
}
