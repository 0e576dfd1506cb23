/** Longer words are shortened on the timeline, and longer lines end. */
const WORD_MAX = 40;
const LINE_MAX = 200;
const HIDDEN = "(hidden)";
const SECRET_SETTING = /pass|auth|secret/i;

/** Which words of a command are secret, by their places; the name is at 0. */
function secretPlaces(words: readonly string[]): (place: number) => boolean {
  const [name = "", part = ""] = words.map((word) => word.toLowerCase());
  const after = (option: string): number => words.findIndex((word) => word.toLowerCase() === option);
  switch (name) {
    case "auth":
      return (place) => place >= 1;
    case "hello": {
      const auth = after("auth");
      return (place) => auth > 0 && place > auth && place <= auth + 2;
    }
    case "acl":
      return (place) => part === "setuser" && place >= 3;
    case "config":
      return (place) => part === "set" && place >= 3 && SECRET_SETTING.test(words[place - 1] ?? "");
    case "migrate": {
      const auth = words.findIndex((word) => /^auth2?$/i.test(word));
      return (place) => auth > 0 && place > auth && place <= auth + 2;
    }
    default:
      return () => false;
  }
}

/** A word as it is shown: what a terminal would take for an order is replaced. */
function shorten(word: string): string {
  const plain = word.replace(/[\p{Cc}\p{Cf}\ufffd]/gu, "?");
  const letters = [...plain];
  const short = letters.length <= WORD_MAX ? plain : `${letters.slice(0, WORD_MAX).join("")}…`;
  return short === "" || /\s/.test(short) ? `"${short}"` : short;
}

/** A command for the timeline and other lists: on one line, shortened, without what is secret in it. */
export function shownCommand(words: readonly string[]): string {
  const isSecret = secretPlaces(words);
  let line = "";
  for (const [place, word] of words.entries()) {
    const shown = isSecret(place) ? HIDDEN : shorten(word);
    const longer = line === "" ? shown : `${line} ${shown}`;
    if (longer.length > LINE_MAX) return `${line} … (${words.length} words)`;
    line = longer;
  }
  return line;
}
