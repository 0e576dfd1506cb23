"use client";
import { Pause, Play, ScrollText } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { LogLineView } from "@/lib/contract/logs";
import { sourceLabel } from "@/lib/core/logs/source";

/** More than anybody reads; the oldest make room. */
const LINES_MAX = 2_000;

type LogViewProps = {
  initial: LogLineView[];
  /** Null where lines are searched: what comes would not be. */
  followPath: string | null;
};

/** The last lines, and those that come while one follows. */
export function LogView({ initial, followPath }: LogViewProps) {
  const [isFollowing, setIsFollowing] = useState(false);
  const { lines, isConnected } = useFollowed(initial, isFollowing ? followPath : null);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // Read so that the view moves with each line that comes.
    if (lines.length > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines]);
  return (
    <div className="grid min-w-0 gap-3">
      {followPath && (
        <div className="flex items-center gap-3">
          <Button aria-pressed={isFollowing} onClick={() => setIsFollowing(!isFollowing)}>
            {isFollowing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
            {isFollowing ? "Stop" : "Follow"}
          </Button>
          <p role="status" className="text-muted-foreground">
            {isFollowing && (isConnected ? "New lines show as they are written." : "Connecting…")}
          </p>
        </div>
      )}
      {lines.length === 0 ? (
        <EmptyState icon={ScrollText} title="No lines">
          Nothing was written that fits. Redis writes when it starts, saves and stops; the gateway when it
          loses or finds its node.
        </EmptyState>
      ) : (
        <section
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard.
          tabIndex={0}
          aria-label="Lines"
          className="bg-card max-h-[32rem] overflow-auto rounded-md border p-3 font-mono text-xs leading-5"
        >
          <ol>
            {lines.map((line) => (
              <li key={`${line.at} ${line.source}`} className="flex gap-3 whitespace-pre">
                <time dateTime={line.at} className="text-muted-foreground">
                  {line.at.slice(0, 10)} {line.at.slice(11, 19)}
                </time>
                <span className="text-primary w-16 shrink-0">{sourceLabel(line.source)}</span>
                <span>{line.text}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

/** Lines with those of the stream; it ends while the tab is hidden, as nobody looks. */
function useFollowed(initial: LogLineView[], path: string | null) {
  const [lines, setLines] = useState(initial);
  const [isConnected, setIsConnected] = useState(false);
  useEffect(() => {
    if (!path) return;
    let stream: EventSource | undefined;
    const close = () => {
      stream?.close();
      stream = undefined;
      setIsConnected(false);
    };
    const open = () => {
      stream = new EventSource(path);
      stream.onopen = () => setIsConnected(true);
      stream.onerror = () => setIsConnected(false);
      stream.onmessage = ({ data }: MessageEvent<string>) => {
        // Our own route writes what its contract says.
        const line = JSON.parse(data) as LogLineView;
        setLines((before) => [...before, line].slice(-LINES_MAX));
      };
    };
    const onVisibility = () => (document.hidden ? close() : !stream && open());
    open();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      close();
    };
  }, [path]);
  return { lines, isConnected };
}
