"use client";
import { useEffect, useState } from "react";
import type { LogLineView } from "@/lib/contract/logs";

/** More than anybody reads; the oldest make room. */
const LINES_MAX = 2_000;

/** Lines with those of the stream; it ends while the tab is hidden, as nobody looks. */
export function useFollowed(initial: LogLineView[], path: string | null) {
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
