"use client";
import { useState } from "react";
import { type PlanNote, PlanTable } from "@/components/databases/plan-table";
import { HA_NOTE, Promises } from "@/components/databases/promises";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import type { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import type { AddedAddonView, PlanView } from "@/lib/contract/addons";
import type { Catalog } from "@/lib/core/engines/catalog/release";
import { ENGINES, engineOf } from "@/lib/core/engines/engines";
import { DEFAULT_PROVIDER } from "@/lib/core/engines/names";
import { defaultVersion, offeredReleases } from "@/lib/core/engines/versions";
import { ProviderField } from "./provider-field";

type PlanFormProps = {
  app: string;
  plans: PlanView[];
  catalog: Catalog;
  requestKey: string;
  action: ReturnType<typeof useFormAction<AddedAddonView>>;
  onCancel: () => void;
};

export function PlanForm({ app, plans, catalog, requestKey, action, onCancel }: PlanFormProps) {
  const [planId, setPlanId] = useState(plans.find(({ isAvailable }) => isAvailable)?.id ?? null);
  const { form, error, fields, isPending } = action;
  const engines = ENGINES.filter((candidate) => offeredReleases(catalog, candidate).length > 0);
  const [provider, setProvider] = useState(engines[0]?.provider ?? DEFAULT_PROVIDER);
  const engine = engineOf(provider);
  const recommended = defaultVersion(catalog, engine);
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="app" value={app} />
      <input type="hidden" name="requestKey" value={requestKey} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={["planId", "version"]} />
        <ProviderField engines={engines} chosen={provider} onChoose={setProvider} />
        <PlanTable
          plans={plans}
          notes={notesOf(plans)}
          chosen={planId}
          onChoose={setPlanId}
          errors={fields.planId}
        />
        {plans.some(({ id, isHighlyAvailable }) => id === planId && isHighlyAvailable) && <Promises />}
        <details className="group">
          <summary className="text-muted-foreground hover:text-foreground w-fit">More options</summary>
          <Field
            name="version"
            label={`${engine.name} version`}
            hint="An upgrade is possible later, and can be undone for a day."
            errors={fields.version}
            className="mt-3 max-w-60"
          >
            {(control) => (
              <Select key={provider} {...control} defaultValue={recommended}>
                {offeredReleases(catalog, engine)
                  .toReversed()
                  .map(({ version, status }) => (
                    <option key={version} value={version}>
                      {version === recommended ? `${version} (recommended)` : nameOf(version, status)}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        </details>
      </DialogBody>
      <DialogFooter>
        <p className="text-muted-foreground w-full text-xs sm:w-auto sm:flex-1">
          Berth starts the database, puts its address into {app}'s environment and restarts the app if it
          runs.
        </p>
        <Button onClick={onCancel}>Cancel</Button>
        <SubmitButton isPending={isPending}>{`Add ${engine.name} ${planId ?? ""}`.trim()}</SubmitButton>
      </DialogFooter>
    </form>
  );
}

const nameOf = (version: string, status: string): string =>
  status === "deprecated" ? `${version} (not mended any more)` : version;

const notesOf = (plans: PlanView[]): Record<string, PlanNote> =>
  Object.fromEntries(
    plans.flatMap((plan): [string, PlanNote][] => {
      const note = noteOf(plan);
      return note === null ? [] : [[plan.id, note]];
    }),
  );

function noteOf({ isAvailable, isHighlyAvailable }: PlanView): PlanNote | null {
  if (isHighlyAvailable)
    return isAvailable
      ? { isRefusal: false, text: HA_NOTE }
      : { isRefusal: true, text: "No three hosts have room for it now." };
  return isAvailable ? null : { isRefusal: true, text: "No host has room for it now." };
}
