"use client";
import { Pause, Play, ScrollText } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { LogLineView } from "@/lib/contract/logs";
import { foldLines, type LogSpan } from "@/lib/core/logs/fold";
import { readLines } from "@/lib/core/logs/read";
import { ClockChoice } from "../clock/clock-choice";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { LogFolded } from "./log-folded";
import { type LineLook, LogLines } from "./log-lines";
import { useFollowed } from "./use-followed";

type LogViewProps = {
  initial: LogLineView[];
  /** Null where lines are searched: what comes would not be. */
  followPath: string | null;
  /** Operations whose lines are folded, each with its words. */
  operations: (LogSpan & { label: string })[];
  words: string;
  /** The moment that was asked for. */
  at: string | null;
  /** What is said where there are no lines. */
  empty: ReactNode;
};

/** The last lines, and those that come while one follows. */
export function LogView({ initial, followPath, operations, words, at, empty }: LogViewProps) {
  const [isFollowing, setIsFollowing] = useState(false);
  const [isWrapped, setIsWrapped] = useState(true);
  const { lines, isConnected } = useFollowed(initial, isFollowing ? followPath : null);
  const read = useMemo(() => readLines(lines), [lines]);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (at) box.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
    // Read so that the view moves with each line that comes.
    else if (lines.length > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, at]);
  const current = at === null ? undefined : read.find((line) => line.at >= at);
  const look: LineLook = { words, isWrapped, currentAt: current?.at ?? null };
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {followPath && (
          <Button aria-pressed={isFollowing} onClick={() => setIsFollowing(!isFollowing)}>
            {isFollowing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
            {isFollowing ? "Stop" : "Follow"}
          </Button>
        )}
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={isWrapped} onChange={() => setIsWrapped(!isWrapped)} />
          Wrap long lines
        </label>
        <ClockChoice />
        <p role="status" className="text-muted-foreground">
          {isFollowing && (isConnected ? "New lines show as they are written." : "Connecting…")}
        </p>
      </div>
      {lines.length === 0 ? (
        <EmptyState icon={ScrollText} title="No lines">
          {empty}
        </EmptyState>
      ) : (
        <section
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard.
          tabIndex={0}
          aria-label="Lines"
          className="bg-card max-h-[32rem] overflow-auto rounded-md border p-3 font-mono text-xs leading-5"
        >
          {foldLines(read, operations).map(({ spanId, lines: part }) => {
            const label = operations.find(({ id }) => id === spanId)?.label;
            const key = `${part[0]?.at} ${part[0]?.source}`;
            return label && part.length > 1 ? (
              <LogFolded key={key} label={label} lines={part} look={look} />
            ) : (
              <LogLines key={key} lines={part} look={look} />
            );
          })}
        </section>
      )}
    </div>
  );
}
