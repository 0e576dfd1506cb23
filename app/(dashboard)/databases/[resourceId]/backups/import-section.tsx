"use client";
import { DatabaseZap } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { GuardedButton } from "@/components/ui/guarded-button";
import { Section } from "@/components/ui/section";
import { CancelImport } from "./cancel-import";
import { ImportSteps } from "./import-steps";

type ImportSectionProps = {
  resourceId: string;
  /** Why nothing can be imported now; null when it can. */
  refusal: string | null;
  /** True while an import runs that can be cancelled. */
  isRunning: boolean;
};

/** A running Redis elsewhere becomes this database: a look first, then the copy. */
export function ImportSection({ resourceId, refusal, isRunning }: ImportSectionProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Section
      title="Import"
      description="The keys of a Redis that runs elsewhere come into this database. It is only read there, and what this database holds serves until all of them are here."
      action={
        isRunning ? (
          <CancelImport resourceId={resourceId} />
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
