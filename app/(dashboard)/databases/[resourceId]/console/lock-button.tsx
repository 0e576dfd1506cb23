"use client";
import { Lock, LockOpen } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import type { Lock as LockState } from "./use-lock";

const timeOf = (iso: string): string =>
  new Date(iso).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

/** Says whether lines may write, and changes it. */
export function LockButton({ lock }: { lock: LockState }) {
  const { expiresAt, error, isPending, open, close } = lock;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {expiresAt === null ? (
        <Button onClick={open} disabled={isPending}>
          <LockOpen aria-hidden="true" />
          Unlock for 15 minutes
        </Button>
      ) : (
        <Button onClick={close}>
          <Lock aria-hidden="true" />
          Lock again
        </Button>
      )}
      <p role="status">
        {expiresAt === null ? (
          <Status tone="neutral">Read-only</Status>
        ) : (
          <Status tone="warning">May write until {timeOf(expiresAt)}</Status>
        )}
      </p>
      {error && (
        <p role="alert" className="text-destructive text-xs">
          {error.message}
        </p>
      )}
    </div>
  );
}
