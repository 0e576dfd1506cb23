"use client";
import { SquareTerminal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { DatabaseSelect } from "@/components/data/database-select";
import { EmptyState } from "@/components/ui/empty-state";
import { ConfirmDialog } from "./confirm-dialog";
import { LineInput } from "./line-input";
import { LockButton } from "./lock-button";
import { Spoken } from "./spoken";
import { useConsole } from "./use-console";
import { useLock } from "./use-lock";

/** Lines and their replies, and where the next one is typed. */
export function Console({ resourceId }: { resourceId: string }) {
  const [db, setDb] = useState(0);
  const lock = useLock(resourceId);
  const { spoken, isBusy, unconfirmed, say, confirm, cancel } = useConsole(resourceId, lock.token);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (spoken.length > 0) end.current?.scrollIntoView({ block: "nearest" });
  }, [spoken]);
  return (
    <div className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <DatabaseSelect value={db} onChange={setDb} />
        <LockButton lock={lock} />
      </div>
      {spoken.length === 0 ? (
        <EmptyState icon={SquareTerminal} title="Nothing was asked yet">
          Type a command such as <code>SCAN 0</code> below. While the console is locked, it runs only what
          reads.
        </EmptyState>
      ) : (
        <section
          aria-label="Lines and replies"
          aria-live="polite"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          className="bg-card max-h-[60dvh] overflow-auto rounded-md border p-4"
        >
          <ol className="grid gap-4">
            {spoken.map((line) => (
              <Spoken key={line.id} line={line} />
            ))}
          </ol>
          <div ref={end} />
        </section>
      )}
      <LineInput
        resourceId={resourceId}
        isBusy={isBusy}
        history={spoken.map(({ text }) => text)}
        onSay={(text) => say({ db, text })}
      />
      <ConfirmDialog unconfirmed={unconfirmed} onConfirm={confirm} onCancel={cancel} />
    </div>
  );
}
