"use client";
import { useEffect, useRef, useState } from "react";
import { uploadDump } from "@/lib/contract/backup-client";
import type { BackupView } from "@/lib/contract/backups";
import { DomainError } from "@/lib/core/errors";
import { looksLikeDump } from "./looks-like-dump";

type UploadState =
  | { is: "idle" }
  | { is: "sending"; sentBytes: number }
  | { is: "refused"; message: string }
  | { is: "stored"; backup: BackupView };

/** Sends one file at a time, and stops when what shows it is closed. */
export function useUpload(resourceId: string, onStored: () => void) {
  const [state, setState] = useState<UploadState>({ is: "idle" });
  const leaving = useRef<AbortController>(null);
  useEffect(() => () => leaving.current?.abort(), []);
  const send = async (file: File): Promise<void> => {
    if (!(await looksLikeDump(file)))
      return setState({
        is: "refused",
        message: "This is neither a dump of Redis (.rdb) nor an archive (.tar.gz).",
      });
    const stop = new AbortController();
    leaving.current = stop;
    setState({ is: "sending", sentBytes: 0 });
    try {
      const backup = await uploadDump(resourceId, file, {
        signal: stop.signal,
        onProgress: (sentBytes) => setState({ is: "sending", sentBytes }),
      });
      setState({ is: "stored", backup });
      onStored();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      setState({ is: "refused", message: error.message });
    }
  };
  return { state, send };
}
