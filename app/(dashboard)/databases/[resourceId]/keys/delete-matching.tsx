"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/forms/field";
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
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import { countMatching, type DataFilter, type DataPlace, deleteMatching } from "@/lib/contract/data-client";

type DeleteMatchingProps = { place: DataPlace; filter: DataFilter };

const keysOf = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "key" : "keys"}`;

/** Deletes what fits the pattern, once the keys were counted and their number typed. */
export function DeleteMatching({ place, filter }: DeleteMatchingProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="destructive-outline">
          <Trash2 aria-hidden="true" />
          Delete these
        </Button>
      </DialogTrigger>
      {isOpen && (
        <DialogContent
          title="Delete by pattern"
          description={`Keys like ${filter.pattern}${filter.type && ` of the type ${filter.type}`}, in database ${place.db}.`}
        >
          <Deletion place={place} filter={filter} />
        </DialogContent>
      )}
    </Dialog>
  );
}

/** Counts first, and deletes once their number was typed. */
function Deletion({ place, filter }: DeleteMatchingProps) {
  const client = useQueryClient();
  const [far, setFar] = useState(0);
  const [isConfirmed, setIsConfirmed] = useState(false);
  const count = useMutation({ mutationFn: () => countMatching(place, filter, setFar) });
  const removal = useMutation({
    mutationFn: () => deleteMatching(place, filter, setFar),
    onSettled: () => client.invalidateQueries({ queryKey: ["databases", place.resourceId] }),
  });
  const error = removal.error ?? count.error;
  const isBusy = count.isPending || removal.isPending;
  const found = count.data;
  const isOver = removal.isSuccess;
  return (
    <>
      <DialogBody>
        <p role="status" aria-live="polite">
          {wordsFor({ deleted: removal.data, found, far: isBusy ? far : undefined })}
        </p>
        {found !== undefined && found > 0 && !isOver && <TypedCount count={found} onTyped={setIsConfirmed} />}
        {error && <Alert tone="danger" title={error.message} />}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{isOver ? "Close" : "Cancel"}</Button>
        </DialogClose>
        {found === undefined && (
          <Button variant="primary" disabled={isBusy} onClick={() => count.mutate()}>
            {isBusy && <Spinner />}
            Count the keys
          </Button>
        )}
        {found !== undefined && !isOver && (
          <Button variant="destructive" disabled={isBusy || !isConfirmed} onClick={() => removal.mutate()}>
            {isBusy && <Spinner />}
            Delete {keysOf(found)}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

type Far = { deleted: number | undefined; found: number | undefined; far: number | undefined };

/** How far it is. */
function wordsFor({ deleted, found, far }: Far): string {
  if (deleted !== undefined) return `${keysOf(deleted)} deleted.`;
  if (far !== undefined) return `${keysOf(far)} so far…`;
  return found === undefined ? "First the keys are counted." : `${keysOf(found)} match.`;
}

/** Is told whether the number is the one that was counted. */
function TypedCount({ count, onTyped }: { count: number; onTyped: (isRight: boolean) => void }) {
  return (
    <Field
      name="confirm"
      label={`Type ${count} to confirm`}
      hint="What is written meanwhile and fits goes as well. There is no way back but a backup."
    >
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          onChange={({ currentTarget }) => onTyped(currentTarget.value.trim() === String(count))}
        />
      )}
    </Field>
  );
}
