"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { backupsQuery } from "@/components/backups/queries";
import { hourWords } from "@/components/backups/times";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Alert } from "@/components/ui/alert";
import { Select } from "@/components/ui/input";
import type { BackupConfigView } from "@/lib/contract/backups";
import { setBackupConfigAction } from "./actions";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type ScheduleFormProps = { resourceId: string; config: BackupConfigView };

export function ScheduleForm({ resourceId, config }: ScheduleFormProps) {
  const client = useQueryClient();
  const [isOn, setIsOn] = useState(config.isOn);
  const { form, isDone, error, fields, isPending } = useFormAction(setBackupConfigAction, (saved) =>
    client.setQueryData(backupsQuery(resourceId).queryKey, (seen) => seen && { ...seen, config: saved }),
  );
  const now = new Date();
  return (
    <form {...form} className="grid gap-3" aria-label="Schedule">
      <input type="hidden" name="resourceId" value={resourceId} />
      <FormError error={error} fields={["hourUtc"]} />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <Field name="hourUtc" label="Every day, within 20 minutes from" errors={fields.hourUtc}>
          {(control) => (
            <Select {...control} key={config.hourUtc} defaultValue={config.hourUtc}>
              {HOURS.map((each) => (
                <option key={each} value={each}>
                  {hourWords(each, now)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {/* What is not ticked is not sent: then this is. */}
        <input type="hidden" name="isOn" value="false" />
        <label className="flex h-8 items-center gap-2">
          <input
            type="checkbox"
            name="isOn"
            value="true"
            key={String(config.isOn)}
            defaultChecked={config.isOn}
            onChange={({ target }) => setIsOn(target.checked)}
            className="accent-primary size-4"
          />
          Back up every day
        </label>
        <SubmitButton isPending={isPending} variant="outline">
          Save
        </SubmitButton>
        <p role="status" className="text-muted-foreground h-8 content-center text-xs">
          {isDone && "Saved."}
        </p>
      </div>
      {!isOn && (
        <Alert tone="warning" title="Without the schedule only you back this database up">
          What is there goes as its time comes, but for the newest one. Nobody is told when there has been no
          backup for long.
        </Alert>
      )}
    </form>
  );
}
