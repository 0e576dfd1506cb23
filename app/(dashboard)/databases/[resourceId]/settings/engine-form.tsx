"use client";
import { useState } from "react";
import type { ChangeForm } from "@/components/databases/change-dialog";
import { ChangeEffect, changeSummary } from "@/components/databases/change-effect";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import type { ChangesView, OtherEngineView } from "@/lib/contract/changes";
import type { DatabaseView } from "@/lib/contract/databases";

type EngineFormProps = {
  database: DatabaseView;
  changes: ChangesView;
  form: ChangeForm;
  onCancel: () => void;
};

export function EngineForm({ database, changes, form, onCancel }: EngineFormProps) {
  const { resourceId, plan } = database;
  const { otherEngines } = changes;
  const first = otherEngines.find(({ option }) => option.isAllowed) ?? otherEngines[0];
  const [name, setName] = useState(first?.name ?? "");
  const chosen = otherEngines.find((other) => other.name === name);
  const { error, isPending } = form;
  const option = chosen?.option;
  return (
    <form {...form.form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <input type="hidden" name="engine" value={chosen?.engine ?? ""} />
      <input type="hidden" name="version" value={option?.version ?? ""} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={[]} />
        <Field name="to" label="Engine and version" className="max-w-sm">
          {(control) => (
            <Select {...control} value={name} onChange={({ target }) => setName(target.value)}>
              {otherEngines.map((other) => (
                <option key={other.name} value={other.name}>
                  {other.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {chosen && option?.isAllowed && (
          <>
            <ChangeEffect option={option} changes={changes} plan={plan} />
            <Notes {...chosen} />
          </>
        )}
        {option && !option.isAllowed && (
          <Alert tone="warning" title="This change is not possible now">
            {option.message}
          </Alert>
        )}
      </DialogBody>
      <DialogFooter>
        <p className="text-muted-foreground w-full text-xs sm:w-auto sm:flex-1">
          {option?.isAllowed && changeSummary(option, changes)}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
        {option?.isAllowed && <SubmitButton isPending={isPending}>Change to {name}</SubmitButton>}
      </DialogFooter>
    </form>
  );
}

function Notes({ name, notes }: OtherEngineView) {
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">With {name}</h3>
      <ul className="grid list-disc gap-1 pl-5">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}
