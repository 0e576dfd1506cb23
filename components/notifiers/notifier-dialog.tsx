"use client";
import { useState } from "react";
import type { NewNotifierView, NotifierView } from "@/lib/contract/notifiers";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "../ui/dialog";
import type { NotifierActions, NotifierPlace } from "./notifier-actions";
import { AddNotifierForm, EditNotifierForm } from "./notifier-form";

type NotifierDialogProps = {
  place: NotifierPlace;
  actions: NotifierActions;
  /** Null for a new one. */
  notifier: NotifierView | null;
  onClose: () => void;
};

export function NotifierDialog({ place, actions, notifier, onClose }: NotifierDialogProps) {
  const [added, setAdded] = useState<NewNotifierView | null>(null);
  // What was just made and is shown this once keeps the dialog open.
  const onAdded = (made: NewNotifierView) => (made.secret === null ? onClose() : setAdded(made));
  const whose = place.app === "" ? "Told of every app." : `Told of what happens to ${place.app}.`;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={added?.notifier.name ?? (notifier ? `Edit ${notifier.name}` : "Add a notifier")}
        description={added ? "It was added, and is told from now on." : whose}
      >
        {added?.secret ? (
          <Secret secret={added.secret} onClose={onClose} />
        ) : notifier ? (
          <EditNotifierForm place={place} action={actions.change} notifier={notifier} onDone={onClose} />
        ) : (
          <AddNotifierForm place={place} action={actions.add} onDone={onAdded} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <>
      <DialogBody>
        <div role="status" className="bg-accent grid gap-3 rounded-md border px-4 py-3">
          <p>
            Its messages are signed with this secret: by it the receiver knows that they are Berth's. Keep it
            now, it is shown only this once.
          </p>
          <p className="bg-card rounded-md border px-3 py-2 font-mono text-xs break-all">{secret}</p>
          <CopyButton text={secret} what="the signing secret" label="Copy" className="justify-self-start" />
        </div>
        <p className="text-muted-foreground">
          The header <code>x-berth-signature</code> is HMAC-SHA256 of <code>x-berth-timestamp</code>, a dot
          and the body. <code>x-berth-delivery</code> is the same at each try of a message.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
