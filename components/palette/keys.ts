/** What opens over a page. */
export type Wish = "palette" | "keys";

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "target">;

/** What a key asks for; null when it is none of ours, or belongs to what one types in or to a dialog. */
export function asksFor(
  { key, ctrlKey, metaKey, altKey, target }: Pressed,
  { isOpen }: { isOpen: boolean },
): Wish | "search" | "close" | null {
  const isElsewhere = !isOpen && document.querySelector("[role=dialog]") !== null;
  if (isElsewhere || altKey) return null;
  if (key.toLowerCase() === "k" && (ctrlKey || metaKey)) return isOpen ? "close" : "palette";
  if (isOpen || ctrlKey || metaKey || isTyping(target)) return null;
  if (key === "/") return "search";
  return key === "?" ? "keys" : null;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null);
