"use client";
import { useEffect } from "react";

const DOT = "● ";

/** Puts a dot before the title of the tab, also of the pages that one goes to while it is on. */
export function useTitleDot(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const mark = () => {
      if (!document.title.startsWith(DOT)) document.title = DOT + document.title;
    };
    mark();
    // Next replaces the title with each page.
    const observer = new MutationObserver(mark);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      if (document.title.startsWith(DOT)) document.title = document.title.slice(DOT.length);
    };
  }, [isOn]);
}
