"use client";
import type { ReadLine } from "@/lib/core/logs/read";
import { type LineLook, LogLines } from "./log-lines";

type LogFoldedProps = { label: string; lines: ReadLine[]; look: LineLook };

/** What was written during an operation, as one line that opens; open where the line that is looked for is in it. */
export function LogFolded({ label, lines, look }: LogFoldedProps) {
  const count = (wanted: ReadLine["level"]) => lines.filter(({ level }) => level === wanted).length;
  const [warnings, errors] = [count("warning"), count("error")];
  return (
    <details open={lines.some(({ at }) => at === look.currentAt)}>
      <summary className="text-muted-foreground hover:text-foreground w-fit font-sans">
        {label}: {lines.length} lines
        {warnings > 0 && `, ${warnings} of them warnings`}
        {errors > 0 && `, ${errors} of them errors`}
      </summary>
      <LogLines lines={lines} look={look} className="border-l pl-3" />
    </details>
  );
}
