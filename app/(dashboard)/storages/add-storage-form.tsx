"use client";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { addStorageAction } from "./actions";
import { S3_FIELDS, S3Fields } from "./s3-fields";

const KINDS = [
  { kind: "folder", words: "A folder of the host that Berth runs on" },
  { kind: "s3", words: "A bucket: S3, or a server that speaks it" },
] as const;
type Kind = (typeof KINDS)[number]["kind"];

export function AddStorageForm() {
  const [kind, setKind] = useState<Kind>("folder");
  const { form, data, error, fields, isPending } = useFormAction(addStorageAction, () => setKind("folder"));
  return (
    <form {...form} className="grid max-w-3xl gap-4">
      <FormError error={error} fields={["name", "path", ...S3_FIELDS]} />
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="mb-2 font-medium">Kind</legend>
        {KINDS.map(({ kind: each, words }) => (
          <label key={each} className="flex items-center gap-2">
            <input
              type="radio"
              name="kind"
              value={each}
              checked={kind === each}
              onChange={() => setKind(each)}
              className="accent-primary size-4"
            />
            {words}
          </label>
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="name" label="Name" errors={fields.name}>
          {(control) => (
            <Input {...control} required maxLength={40} autoComplete="off" placeholder="Off site" />
          )}
        </Field>
        {kind === "folder" ? <PathField errors={fields.path} /> : <S3Fields fields={fields} />}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton isPending={isPending}>Try and add</SubmitButton>
        <p role="status" className="text-muted-foreground">
          {isPending && "Writing, reading back and deleting…"}
          {data && !isPending && `${data.name} was tried and added.`}
        </p>
      </div>
    </form>
  );
}

function PathField({ errors }: { errors: string[] | undefined }) {
  return (
    <Field name="path" label="Path" hint="Best on another disk: a mount, or a network share." errors={errors}>
      {(control) => (
        <Input
          {...control}
          required
          maxLength={1_000}
          autoComplete="off"
          spellCheck={false}
          placeholder="/mnt/backups"
          className="font-mono"
        />
      )}
    </Field>
  );
}
