"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** Shows its content once it comes near the view, and keeps it; what is around it is as high before. */
export function WhenSeen({ children }: { children: ReactNode }) {
  const [isSeen, setIsSeen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSeen || !ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
      },
      { rootMargin: "200px" },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [isSeen]);
  return isSeen ? children : <div ref={ref} />;
}
