"use client";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Spinner } from "@/components/ui/spinner";
import type { ApiKeyChange } from "@/lib/contract/api/key-changes";
import type { DataPlace } from "@/lib/contract/data-client";
import { useChange } from "./use-change";

type RemoveButtonProps = {
  place: DataPlace;
  /** The key, in base64. */
  name: string;
  /** "Delete the key a" */
  title: string;
  verb: string;
  change: ApiKeyChange;
  onDone?: () => void;
};

/** Takes something away once that was asked again. */
export function RemoveButton({ place, name, title, verb, change, onDone }: RemoveButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const {
    change: send,
    error,
    isPending,
    reset,
  } = useChange(place, name, () => {
    setIsOpen(false);
    onDone?.();
  });
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        reset();
        setIsOpen(open);
      }}
    >
      <DialogTrigger asChild>
        <Button size="sm" variant="destructive-outline" aria-label={title}>
          {verb}
        </Button>
      </DialogTrigger>
      {isOpen && (
        <DialogContent
          title={<span className="break-all">{title}</span>}
          description="There is no way back but a backup."
        >
          {error && (
            <DialogBody>
              <Alert tone="danger" title={error.message} />
            </DialogBody>
          )}
          <DialogFooter>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="destructive" disabled={isPending} onClick={() => send(change)}>
              {isPending && <Spinner />}
              {verb}
            </Button>
          </DialogFooter>
        </DialogContent>
      )}
    </Dialog>
  );
}
