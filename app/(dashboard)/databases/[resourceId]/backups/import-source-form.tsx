"use client";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { ImportCheckView } from "@/lib/contract/imports";
import { checkImportAction } from "./actions";

/** Where the other Redis is, as it was entered. */
export type SourceGiven = { url: string; takesAnyCertificate: boolean };

type ImportSourceFormProps = {
  resourceId: string;
  onSeen: (source: SourceGiven, check: ImportCheckView) => void;
  onCancel: () => void;
};

/** Asks for the URL and looks at what is there. */
export function ImportSourceForm({ resourceId, onSeen, onCancel }: ImportSourceFormProps) {
  const [url, setUrl] = useState("");
  const [takesAnyCertificate, setTakesAnyCertificate] = useState(false);
  const { form, error, fields, isPending } = useFormAction(checkImportAction, (check) =>
    onSeen({ url, takesAnyCertificate }, check),
  );
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={["url"]} />
        <Field
          name="url"
          label="URL"
          hint="redis://user:password@host:port, or rediss:// for TLS. A number at its end (/2) imports that database alone."
          errors={fields.url}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              required
              autoComplete="off"
              spellCheck={false}
              value={url}
              onChange={({ target }) => setUrl(target.value)}
              className="font-mono"
            />
          )}
        </Field>
        <label className="flex w-fit items-start gap-2">
          <input
            type="checkbox"
            name="takesAnyCertificate"
            checked={takesAnyCertificate}
            onChange={({ target }) => setTakesAnyCertificate(target.checked)}
            className="accent-primary mt-0.5 size-4 shrink-0"
          />
          Take any certificate: some platforms have one that they signed themselves
        </label>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <SubmitButton isPending={isPending}>Look</SubmitButton>
      </DialogFooter>
    </form>
  );
}
