// Going on with the conversation in WhatsApp or Telegram, with a code that works once.

import { ask } from "./ask.js";
import { link } from "./markdown.js";

/** Show the ways to the messengers, with the code that the server made: a link, or a message to send there. */
export function goOn({ tools, settings }, words, frame, { code, links }) {
  const { tag } = tools;
  const messengers = settings.messengers.filter((each) => links.some((found) => found.channel === each.channel));
  const ways = messengers.map((each) => {
    const open = link(words.openIn(each.name), links.find((found) => found.channel === each.channel).url);
    open.classList.add("button", "strong");
    return tag("div", "way", open, tag("p", "hint", words.sendCode(each.address), " ", tag("strong", "", code)));
  });
  ask(tools, words, frame, words.goOn(messengers.map((each) => each.name)), tag("p", "", words.goOnText), ...ways);
}
