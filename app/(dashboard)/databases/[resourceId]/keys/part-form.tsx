"use client";
import { type ReactNode, useState } from "react";
import { Field } from "@/components/forms/field";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogClose, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import { BytesField, type Typed } from "./bytes-field";

type FormField = { name: "first" | "second"; label: string; isWord?: true | undefined; initial?: string };

type PartFormProps = {
  fields: readonly FormField[];
  /** Stands before the fields. */
  children?: ReactNode;
  submitLabel: string;
  error: Error | null;
  isPending: boolean;
  /** What was typed: bytes in base64, words as they are. */
  onSend: (typed: { first: string; second: string }) => void;
};

/** One or two fields of a dialog, sent together. */
export function PartForm({ fields, children, submitLabel, error, isPending, onSend }: PartFormProps) {
  const [typed, setTyped] = useState<Record<string, Typed>>({});
  const typedIn = ({ name, initial = "" }: FormField): Typed => typed[name] ?? { base64: initial };
  const byName = (name: FormField["name"]): string => {
    const field = fields.find((candidate) => candidate.name === name);
    const value = field && typedIn(field);
    return value && "base64" in value ? value.base64 : "";
  };
  const isReady = fields.every((field) => "base64" in typedIn(field));
  const set = (name: string) => (value: Typed) => setTyped((before) => ({ ...before, [name]: value }));
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isPending) onSend({ first: byName("first"), second: byName("second") });
      }}
    >
      <DialogBody>
        {children}
        {fields.map(({ name, label, isWord, initial }) =>
          isWord ? (
            <Field key={label} name={name} label={label}>
              {(control) => (
                <Input
                  {...control}
                  defaultValue={initial}
                  required
                  onChange={({ currentTarget }) => set(name)({ base64: currentTarget.value })}
                />
              )}
            </Field>
          ) : (
            <BytesField key={label} name={name} label={label} initial={initial} onChange={set(name)} />
          ),
        )}
        {error && <Alert tone="danger" title={error.message} />}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={!isReady || isPending}>
          {isPending && <Spinner />}
          {submitLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
