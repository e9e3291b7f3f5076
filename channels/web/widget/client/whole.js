// What can be done with the whole conversation: keep it, go on with it in a messenger, erase it.

import { askForCopy } from "./copy.js";
import { goOn } from "./linking.js";

/** Let the three buttons do their work, with the acts of the chat. */
export function wholeConversation(host, words, { frame, save, messenger, erase, dialog }, acts) {
  const keep = () => askForCopy(host, words, frame, acts);
  const goOnElsewhere = () =>
    acts.code().then((made) => goOn(host, words, frame, made), (refusal) => acts.fail(acts.sentence(refusal)));

  save.addEventListener("click", () => acts.begun().then(keep, () => {}));
  messenger.addEventListener("click", () => acts.begun().then(goOnElsewhere, () => {}));
  host.told.then(() => {
    const names = (host.settings?.messengers ?? []).map((each) => each.name);
    messenger.hidden = !names.length;
    messenger.textContent = words.goOn(names);
  });
  erase.addEventListener("click", () => {
    dialog.returnValue = ""; // the browser keeps the answer of the last time
    dialog.showModal();
  });
  dialog.addEventListener("close", () => dialog.returnValue === "erase" && acts.erase());
}
