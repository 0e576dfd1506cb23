"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

let last = Promise.resolve();

/** Each in a task of its own, after the one before was painted: several charts at once would keep the page from answering. */
function inTurn(show: () => void): void {
  last = last.then(() => {
    show();
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

/** Shows its content once it comes near the view, and keeps it; what is around it is as high before. */
export function WhenSeen({ children }: { children: ReactNode }) {
  const [isSeen, setIsSeen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSeen || !ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) inTurn(() => setIsSeen(true));
      },
      { rootMargin: "200px" },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [isSeen]);
  return isSeen ? children : <div ref={ref} />;
}
