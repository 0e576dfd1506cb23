"use client";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { Unconfirmed } from "./use-console";

type ConfirmDialogProps = {
  unconfirmed: Unconfirmed | null;
  onConfirm: (word: string) => void;
  onCancel: () => void;
};

/** Keeps a hand that slips from destroying something: the command is typed once more. */
export function ConfirmDialog({ unconfirmed, onConfirm, onCancel }: ConfirmDialogProps) {
  return (
    <Dialog open={unconfirmed !== null} onOpenChange={(isOpen) => !isOpen && onCancel()}>
      {unconfirmed && (
        <DialogContent
          title="Run this line?"
          description={`In database ${unconfirmed.db}.`}
          fallbackFocusId="console-line"
        >
          <form
            className="contents"
            onSubmit={(event) => {
              event.preventDefault();
              onConfirm(String(new FormData(event.currentTarget).get("confirm") ?? ""));
            }}
          >
            <DialogBody>
              <p className="font-mono break-all">{unconfirmed.text}</p>
              <Field name="confirm" label={unconfirmed.message}>
                {(control) => (
                  <Input {...control} required autoComplete="off" spellCheck={false} className="font-mono" />
                )}
              </Field>
            </DialogBody>
            <DialogFooter>
              <Button onClick={onCancel}>Cancel</Button>
              <Button type="submit" variant="destructive">
                Run it
              </Button>
            </DialogFooter>
          </form>
        </DialogContent>
      )}
    </Dialog>
  );
}
