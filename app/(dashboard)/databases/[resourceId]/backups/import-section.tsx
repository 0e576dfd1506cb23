"use client";
import { DatabaseZap } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { GuardedButton } from "@/components/ui/guarded-button";
import { Section } from "@/components/ui/section";
import type { OperationView } from "@/lib/contract/operations";
import { ImportRunning } from "./import-running";
import { ImportSteps } from "./import-steps";

type ImportSectionProps = {
  resourceId: string;
  /** Why nothing can be imported now; null when it can. */
  refusal: string | null;
  /** The import that runs, while something can be done with it. */
  running: OperationView | null;
};

/** A running Redis elsewhere becomes this database: a look first, then the copy. */
export function ImportSection({ resourceId, refusal, running }: ImportSectionProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Section
      title="Import"
      description="The keys of a Redis that runs elsewhere come into this database. Nothing is changed there, and what this database holds serves until all of them are here."
      action={
        running ? (
          <ImportRunning resourceId={resourceId} operation={running} />
        ) : (
          <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
            <DatabaseZap aria-hidden="true" />
            Import a running Redis
          </GuardedButton>
        )
      }
    >
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent
          title="Import a running Redis"
          description="First Berth only looks: nothing happens before you have seen what it found."
          className="sm:max-w-2xl"
        >
          <ImportSteps resourceId={resourceId} onClose={() => setIsOpen(false)} />
        </DialogContent>
      </Dialog>
    </Section>
  );
}
