"use client";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { cn } from "./cn";

/** As `Table`, for cells without anything to click: while it scrolls sideways, the keyboard reaches it. */
export function TextTable({ className, ...props }: ComponentProps<"table">) {
  const box = useRef<HTMLDivElement>(null);
  const [isScrolled, setIsScrolled] = useState(false);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setIsScrolled(entry.target.scrollWidth > entry.target.clientWidth);
    });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      tabIndex={isScrolled ? 0 : undefined}
      className="bg-card relative overflow-x-auto rounded-md border"
    >
      <table className={cn("w-full border-collapse text-left tabular-nums", className)} {...props} />
    </div>
  );
}
