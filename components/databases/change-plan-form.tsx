"use client";
import { useState } from "react";
import type { ChangesView } from "@/lib/contract/changes";
import type { Plan } from "@/lib/core/plans/catalog";
import { Field } from "../forms/field";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { Button } from "../ui/button";
import { DialogBody, DialogFooter } from "../ui/dialog";
import { Select } from "../ui/input";
import type { ChangeForm } from "./change-dialog";
import { ChangeEffect, changeSummary, optionOf } from "./change-effect";
import { type PlanNote, PlanTable } from "./plan-table";
import { HA_NOTE, Promises } from "./promises";

type ChangePlanFormProps = {
  resourceId: string;
  plans: readonly Plan[];
  changes: ChangesView;
  form: ChangeForm;
  onCancel: () => void;
};

export function ChangePlanForm({ resourceId, plans, changes, form, onCancel }: ChangePlanFormProps) {
  const [version, setVersion] = useState(changes.version);
  const [planId, setPlanId] = useState<string | null>(null);
  const option = optionOf(changes, { planId, version });
  const plan = plans.find(({ id }) => id === planId);
  const chosen = option?.isAllowed && plan ? { option, plan } : null;
  const { error, fields, isPending } = form;
  return (
    <form {...form.form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={["planId", "version"]} />
        <PlanTable
          plans={plans.filter(({ id }) => changes.options.some(({ planId }) => planId === id))}
          notes={notesOf({ changes, plans, version })}
          chosen={chosen ? planId : null}
          onChoose={setPlanId}
          errors={fields.planId}
        />
        <VersionField changes={changes} chosen={version} onChoose={setVersion} errors={fields.version} />
        {chosen?.plan.isHighlyAvailable && <Promises />}
        {chosen && <ChangeEffect {...chosen} changes={changes} />}
      </DialogBody>
      <DialogFooter>
        <p className="text-muted-foreground w-full text-xs sm:w-auto sm:flex-1">
          {chosen
            ? changeSummary(chosen.option, changes)
            : "Choose a plan to see what the change means for the app."}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
        <SubmitButton isPending={isPending}>
          {chosen ? `Change to ${chosen.plan.id}` : "Change plan"}
        </SubmitButton>
      </DialogFooter>
    </form>
  );
}

type NotesInput = { changes: ChangesView; plans: readonly Plan[]; version: string };

/** At each plan why it is refused, what it takes, or that it is the one there is. */
function notesOf({ changes, plans, version }: NotesInput): Record<string, PlanNote> {
  const isHighlyAvailable = (planId: string) =>
    plans.some((plan) => plan.id === planId && plan.isHighlyAvailable);
  const notes: Record<string, PlanNote> = {};
  for (const option of changes.options.filter((one) => one.version === version)) {
    const isPresent = option.planId === changes.planId;
    if (!option.isAllowed)
      notes[option.planId] = { isRefusal: true, text: isPresent ? "The present plan." : option.message };
    else if (option.way === "stop-first")
      notes[option.planId] = { isRefusal: false, text: "Only with a stop: no host has room for both." };
    else if (isPresent) notes[option.planId] = { isRefusal: false, text: "The present plan." };
    else if (isHighlyAvailable(option.planId)) notes[option.planId] = { isRefusal: false, text: HA_NOTE };
  }
  return notes;
}

type VersionFieldProps = {
  changes: ChangesView;
  chosen: string;
  onChoose: (version: string) => void;
  errors: string[] | undefined;
};

/** A later version at once, for whoever looks for it; nothing where there is none. */
function VersionField({ changes, chosen, onChoose, errors }: VersionFieldProps) {
  const versions = [...new Set(changes.options.map(({ version }) => version))];
  if (versions.length < 2) return null;
  return (
    <details open={chosen !== changes.version || undefined}>
      <summary className="text-muted-foreground hover:text-foreground w-fit">More options</summary>
      <Field
        name="version"
        label="Redis version"
        hint="An upgrade can go with it; a way back there is only by undoing both."
        errors={errors}
        className="mt-3 max-w-sm"
      >
        {({ name, ...control }) => (
          <Select
            {...control}
            name={chosen === changes.version ? undefined : name}
            value={chosen}
            onChange={({ target }) => onChoose(target.value)}
          >
            {versions.map((version) => (
              <option key={version} value={version}>
                {version === changes.version ? `Keep ${version}` : version}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </details>
  );
}
