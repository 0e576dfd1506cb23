"use client";
import { useState } from "react";
import type { ChangeForm } from "@/components/databases/change-dialog";
import { ChangeEffect, changeSummary, optionOf } from "@/components/databases/change-effect";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import type { ChangesView } from "@/lib/contract/changes";
import type { DatabaseView } from "@/lib/contract/databases";

type UpgradeFormProps = {
  database: DatabaseView;
  /** The version that is proposed; the present one stands for its newest build. */
  wanted: string;
  changes: ChangesView;
  form: ChangeForm;
  onCancel: () => void;
};

export function UpgradeForm({ database, wanted, changes, form, onCancel }: UpgradeFormProps) {
  const { resourceId, plan, laterVersions } = database;
  const { newerBuild } = changes;
  const newestFirst = [...laterVersions.toReversed(), ...(newerBuild ? [changes.version] : [])];
  const [version, setVersion] = useState(newestFirst.includes(wanted) ? wanted : (newestFirst[0] ?? wanted));
  const build = version === changes.version ? newerBuild : null;
  const option = build ? build.option : optionOf(changes, { planId: plan.id, version });
  const { error, fields, isPending } = form;
  return (
    <form {...form.form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={newestFirst.length === 1 ? [] : ["version"]} />
        {newestFirst.length === 1 ? (
          <input type="hidden" name="version" value={version} />
        ) : (
          <Field name="version" label="Version" errors={fields.version} className="max-w-sm">
            {(control) => (
              <Select {...control} value={version} onChange={({ target }) => setVersion(target.value)}>
                {newestFirst.map((later) => (
                  <option key={later} value={later}>
                    {nameOf(later, { newest: laterVersions.at(-1), changes })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {option?.isAllowed ? (
          <ChangeEffect option={option} changes={changes} plan={plan} />
        ) : (
          <Alert tone="warning" title="This upgrade is not possible now">
            {option?.message ??
              `The plan ${plan.id} is not on offer any more. Change the plan, and choose the version with it.`}
          </Alert>
        )}
      </DialogBody>
      <DialogFooter>
        <p className="text-muted-foreground w-full text-xs sm:w-auto sm:flex-1">
          {option?.isAllowed && changeSummary(option, changes)}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
        {option?.isAllowed && (
          <SubmitButton isPending={isPending}>Upgrade to {build?.name ?? version}</SubmitButton>
        )}
      </DialogFooter>
    </form>
  );
}

function nameOf(later: string, { newest, changes }: { newest: string | undefined; changes: ChangesView }) {
  if (later === changes.version) return `${changes.newerBuild?.name}, the present version mended`;
  return later === newest ? `${later} (recommended)` : later;
}
