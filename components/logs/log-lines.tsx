"use client";
import type { LogLevel } from "@/lib/core/logs/level";
import { markWords, type ReadLine } from "@/lib/core/logs/read";
import { sourceLabel } from "@/lib/core/logs/source";
import { useClock } from "../clock/clock-provider";
import { secondWords } from "../clock/times";
import { cn } from "../ui/cn";

export type LineLook = {
  words: string;
  isWrapped: boolean;
  /** The time of the line that is looked for. */
  currentAt: string | null;
};

const LEVELS: Record<LogLevel, { word: string; className: string }> = {
  debug: { word: "Debug", className: "text-muted-foreground" },
  info: { word: "Info", className: "text-muted-foreground" },
  warning: { word: "Warning", className: "text-warning" },
  error: { word: "Error", className: "text-destructive font-medium" },
};

type LogLinesProps = { lines: ReadLine[]; look: LineLook; className?: string };

export function LogLines({ lines, look, className }: LogLinesProps) {
  return (
    <ol className={className}>
      {lines.map((line) => (
        <LogLine key={`${line.at} ${line.source}`} line={line} look={look} />
      ))}
    </ol>
  );
}

/** Its time is a link to it; on a telephone the message stands below, over the whole width. */
function LogLine({ line: { at, source, level, text }, look }: { line: ReadLine; look: LineLook }) {
  const { isUtc } = useClock();
  const { word, className } = LEVELS[level];
  const isCurrent = at === look.currentAt;
  return (
    <li
      aria-current={isCurrent ? "true" : undefined}
      className={cn("flex flex-col sm:flex-row sm:gap-3", isCurrent && "bg-muted")}
    >
      <span className="flex shrink-0 gap-3">
        <a
          href={`?${new URLSearchParams({ at })}`}
          title="Link to this line"
          className="text-muted-foreground hover:underline"
        >
          <time dateTime={at}>{secondWords(Date.parse(at), isUtc)}</time>
        </a>
        <span className={cn("text-primary shrink-0", source.startsWith("web-") ? "w-24" : "w-16")}>
          {sourceLabel(source)}
        </span>
        <span className={cn("w-14 shrink-0", className)}>{word}</span>
      </span>
      <span
        className={look.isWrapped ? "min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]" : "whitespace-pre"}
      >
        {markWords(text, look.words).map((part, place) =>
          part.isFound ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no name but their place.
            <mark key={place}>{part.text}</mark>
          ) : (
            part.text
          ),
        )}
      </span>
    </li>
  );
}
