"use client";
import { type ReactNode, useState } from "react";
import type { BackupView } from "@/lib/contract/backups";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import { decideRestore } from "@/lib/core/backups/restore";
import { engineOf } from "@/lib/core/engines/engines";
import { engineName } from "@/lib/core/engines/names";
import { laterVersions, offeredVersions } from "@/lib/core/engines/versions";
import type { Plan } from "@/lib/core/plans/catalog";
import { type PlanNote, PlanTable } from "../databases/plan-table";
import { HA_NOTE, Promises } from "../databases/promises";
import { Field } from "../forms/field";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { Button } from "../ui/button";
import { DialogBody, DialogFooter } from "../ui/dialog";
import { Select } from "../ui/input";
import { AppField } from "./app-field";
import type { RestorePlaces } from "./backup-actions";

type RestoreIntoNewProps = {
  backup: BackupView;
  places: RestorePlaces;
  action: FormAction<OperationView>;
  onStarted: (operation: OperationView) => void;
  onCancel: () => void;
  /** The choice of where to restore to. */
  children: ReactNode;
};

/** App, plan and version of the addon that gets the backup's data. */
export function RestoreIntoNew(props: RestoreIntoNewProps) {
  const { backup, places, action, onStarted, onCancel, children } = props;
  const { form, error, fields, isPending } = useFormAction(action, onStarted);
  const { plans } = places;
  const versions = versionsFor(places, backup);
  const [version, setVersion] = useState(versions[0] ?? backup.version);
  const notes = notesOf(backup, { plans, version });
  const [chosen, setPlanId] = useState<string | null>(null);
  const isRefused = (id: string) => notes[id]?.isRefusal === true;
  const planId = chosen && !isRefused(chosen) ? chosen : (plans.find(({ id }) => !isRefused(id))?.id ?? null);
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="backupId" value={backup.id} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={["appName", "planId", "version"]} />
        {children}
        <AppField app={places.app} apps={places.apps} errors={fields.appName} />
        <PlanTable plans={plans} notes={notes} chosen={planId} onChoose={setPlanId} errors={fields.planId} />
        {plans.some(({ id, isHighlyAvailable }) => id === planId && isHighlyAvailable) && <Promises />}
        <Field
          name="version"
          label={`${engineName(backup.engine)} version`}
          errors={fields.version}
          className="max-w-sm"
        >
          {(control) => (
            <Select {...control} value={version} onChange={({ target }) => setVersion(target.value)}>
              {versions.map((id) => (
                <option key={id} value={id}>
                  {id === backup.version ? `${id}, as the backup` : id}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <SubmitButton isPending={isPending}>Restore into a new addon</SubmitButton>
      </DialogFooter>
    </form>
  );
}

/** Those that read it, its own first where that is on offer. */
function versionsFor({ catalog }: RestorePlaces, backup: BackupView): string[] {
  const engine = engineOf(backup.engine);
  const offered = offeredVersions(catalog, engine);
  return [backup.version, ...laterVersions(catalog, engine, backup.version)].filter((id) =>
    offered.includes(id),
  );
}

/** Why the backup does not fit into a plan; a plan without a note takes it. */
function notesOf(
  { engine: provider, version: own, status, dumpBytes }: BackupView,
  { plans, version }: { plans: readonly Plan[]; version: string },
): Record<string, PlanNote> {
  const backup = { version: own, isProven: status === "done", dumpBytes, usedMemoryBytes: null };
  const notes: Record<string, PlanNote> = {};
  for (const plan of plans) {
    const decision = decideRestore({ engine: engineOf(provider), backup, to: { plan, version }, plans });
    if (!decision.allowed) notes[plan.id] = { isRefusal: true, text: decision.message };
    else if (plan.isHighlyAvailable) notes[plan.id] = { isRefusal: false, text: HA_NOTE };
  }
  return notes;
}
