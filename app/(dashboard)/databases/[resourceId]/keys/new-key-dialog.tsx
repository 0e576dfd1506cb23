"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Input, Select } from "@/components/ui/input";
import type { DataPlace } from "@/lib/contract/data-client";
import { toBase64 } from "@/lib/core/bytes/base64";
import { KEY_TYPES, type KeyType } from "@/lib/core/keys/types";
import { keysAddress } from "./addresses";
import { PartForm } from "./part-form";
import { NEW_PARTS } from "./parts";
import { useChange } from "./use-change";

const NO_FILTER = { pattern: "", type: "" };
const typeOf = (value: string): KeyType => KEY_TYPES.find((type) => type === value) ?? "string";

/** Makes a key of any type with its first part. */
export function NewKeyDialog({ place }: { place: DataPlace }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [type, setType] = useState<KeyType>("string");
  const [text, setText] = useState("");
  const key = toBase64(new TextEncoder().encode(text));
  const { change, error, isPending, reset } = useChange(place, key, () => {
    setIsOpen(false);
    setText("");
    router.push(keysAddress(place, NO_FILTER, key));
  });
  const { fields, toChange } = NEW_PARTS[type];
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        reset();
        setIsOpen(open);
      }}
    >
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden="true" />
          New key
        </Button>
      </DialogTrigger>
      {isOpen && (
        <DialogContent title="New key" description={`In database ${place.db}.`}>
          <PartForm
            key={type}
            fields={fields}
            submitLabel="Make the key"
            error={error}
            isPending={isPending}
            onSend={(typed) => change(toChange(typed))}
          >
            <Field name="key" label="Name">
              {(control) => (
                <Input
                  {...control}
                  value={text}
                  onChange={({ currentTarget }) => setText(currentTarget.value)}
                  required
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  className="font-mono"
                />
              )}
            </Field>
            <Field name="type" label="Type">
              {(control) => (
                <Select
                  {...control}
                  value={type}
                  onChange={({ currentTarget }) => setType(typeOf(currentTarget.value))}
                >
                  {KEY_TYPES.map((name) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </PartForm>
        </DialogContent>
      )}
    </Dialog>
  );
}
