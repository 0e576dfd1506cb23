/** Browsers give `navigator.clipboard` only to HTTPS and localhost; many a Berth is reached by plain HTTP. */
function copyThroughSelection(text: string, host: HTMLElement): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  host.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}

/** Puts the text on the clipboard. `host` is an element within the focus (a dialog keeps the focus in itself). */
export async function copyText(text: string, host: HTMLElement): Promise<boolean> {
  if (!navigator.clipboard) return copyThroughSelection(text, host);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return copyThroughSelection(text, host);
    throw error;
  }
}
