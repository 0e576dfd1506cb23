"use client";
import { Check, Copy, X } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";

const SHOWN_MS = 2_000;

type CopyButtonProps = {
  /** The text, or how to get it; null when that failed. */
  text: string | (() => Promise<string | null>);
  /** What is copied: "the URL". */
  what: string;
  /** Shown beside the icon; without it the icon stands alone. */
  label?: string;
  className?: string;
};

export function CopyButton({ text, what, label, className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const copy = async (host: HTMLElement) => {
    const value = typeof text === "string" ? text : await text();
    setState(value !== null && (await copyText(value, host)) ? "copied" : "failed");
    setTimeout(() => setState("idle"), SHOWN_MS);
  };
  const Icon = { idle: Copy, copied: Check, failed: X }[state];
  return (
    <span className="inline-flex">
      <Button
        variant={label ? "outline" : "ghost"}
        size={label ? "md" : "icon"}
        aria-label={`Copy ${what}`}
        title={`Copy ${what}`}
        onClick={(event) => void copy(event.currentTarget)}
        className={className}
      >
        <Icon aria-hidden="true" />
        {label}
      </Button>
      <span role="status" className="sr-only">
        {{ idle: "", copied: "Copied.", failed: "Copying failed." }[state]}
      </span>
    </span>
  );
}
