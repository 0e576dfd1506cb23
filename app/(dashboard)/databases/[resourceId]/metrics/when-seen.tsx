"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** Shows its content once it comes near the view, and keeps it; what is around it is as high before. */
export function WhenSeen({ children }: { children: ReactNode }) {
  const [isSeen, setIsSeen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSeen || !ref.current) return;
    const show = () => setIsSeen(true);
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        showInTurn(show);
      },
      { rootMargin: "200px" },
    );
    observer.observe(ref.current);
    return () => {
      observer.disconnect();
      waiting.delete(show);
    };
  }, [isSeen]);
  return isSeen ? children : <div ref={ref} />;
}

const waiting = new Set<() => void>();

/** Each in a task of its own, so that the page hears its reader in between. */
function showInTurn(show: () => void): void {
  waiting.add(show);
  if (waiting.size === 1) setTimeout(showNext);
}

function showNext(): void {
  const [show] = waiting;
  if (!show) return;
  waiting.delete(show);
  show();
  if (waiting.size > 0) setTimeout(showNext);
}
