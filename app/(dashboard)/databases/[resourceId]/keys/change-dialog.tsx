"use client";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import type { ApiKeyChange } from "@/lib/contract/api/key-changes";
import type { DataPlace } from "@/lib/contract/data-client";
import { PartForm } from "./part-form";
import type { NewPart } from "./parts";
import { useChange } from "./use-change";

type ChangeDialogProps = {
  place: DataPlace;
  /** The key, in base64. */
  name: string;
  title: string;
  description: string;
  submitLabel: string;
  fields: readonly (NewPart["fields"][number] & { initial?: string })[];
  toChange: (typed: { first: string; second: string }) => ApiKeyChange;
  /** Says what the button is about. */
  label: string;
  children: ReactNode;
  onDone?: (typed: { first: string }) => void;
};

/** A button with a dialog in which something of a key is typed. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { place, name, title, description, submitLabel, fields, toChange, label, children } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [sent, setSent] = useState({ first: "" });
  const { change, error, isPending, reset } = useChange(place, name, () => {
    setIsOpen(false);
    props.onDone?.(sent);
  });
  const setOpen = (open: boolean) => {
    reset();
    setIsOpen(open);
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={label}>
          {children}
        </Button>
      </DialogTrigger>
      {isOpen && (
        <DialogContent title={title} description={description}>
          <PartForm
            fields={fields}
            submitLabel={submitLabel}
            error={error}
            isPending={isPending}
            onSend={(typed) => {
              setSent(typed);
              change(toChange(typed));
            }}
          />
        </DialogContent>
      )}
    </Dialog>
  );
}
