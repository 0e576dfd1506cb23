"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { alertsQuery } from "@/components/databases/stats-queries";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Operators, useRoleRefusal } from "@/components/roles/role";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { AlertView } from "@/lib/contract/alerts";
import type { AlertKind } from "@/lib/core/alerts/rules";
import { setAlertAction } from "./actions";

const TITLES: Record<AlertKind, string> = {
  memory: "Memory",
  connections: "Connections",
  down: "No answer",
  evictions: "Evicted keys",
};

/** What the threshold counts; null where there is none. */
const UNITS: Record<AlertKind, string | null> = {
  memory: "% of the plan",
  connections: "% of the plan",
  down: null,
  evictions: "keys a second",
};

export function AlertRuleForm({ resourceId, alert }: { resourceId: string; alert: AlertView }) {
  const { kind, isOn, threshold, durationMinutes } = alert;
  const client = useQueryClient();
  const id = useId();
  const { form, isDone, error, fields, isPending } = useFormAction(setAlertAction, (alerts) =>
    client.setQueryData(alertsQuery(resourceId).queryKey, alerts),
  );
  const isReadOnly = useRoleRefusal() !== null;
  const unit = UNITS[kind];
  return (
    <form {...form} className="grid gap-2" aria-label={TITLES[kind]}>
      <input type="hidden" name="resourceId" value={resourceId} />
      <input type="hidden" name="kind" value={kind} />
      <FormError error={error} fields={["threshold", "durationMinutes"]} />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <p className="grid w-40 gap-0.5">
          <span className="font-medium">{TITLES[kind]}</span>
          <AlertState alert={alert} />
        </p>
        {unit === null ? (
          <input type="hidden" name="threshold" value={threshold} />
        ) : (
          <Field name="threshold" label={`Above, ${unit}`} errors={fields.threshold}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                step="any"
                required
                key={threshold}
                defaultValue={threshold}
                disabled={isReadOnly}
              />
            )}
          </Field>
        )}
        <Field name="durationMinutes" label="For, minutes" errors={fields.durationMinutes}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              step={1}
              required
              key={durationMinutes}
              defaultValue={durationMinutes}
              disabled={isReadOnly}
            />
          )}
        </Field>
        <label htmlFor={`${id}-on`} className="flex h-8 items-center gap-2">
          <input
            id={`${id}-on`}
            type="checkbox"
            name="isOn"
            key={String(isOn)}
            defaultChecked={isOn}
            disabled={isReadOnly}
          />
          On
        </label>
        <Operators>
          <SubmitButton isPending={isPending} variant="outline" aria-label={`Save ${TITLES[kind]}`}>
            Save
          </SubmitButton>
        </Operators>
        <p role="status" className="text-muted-foreground h-8 content-center text-xs">
          {isDone && "Saved."}
        </p>
      </div>
    </form>
  );
}

function AlertState({ alert: { isOn, state, since } }: { alert: AlertView }) {
  if (!isOn) return <Status tone="neutral">Off</Status>;
  switch (state) {
    case "well":
      return <Status tone="success">In order</Status>;
    case "breached":
      return <Status tone="neutral">Above since {since && <RelativeTime value={since} />}</Status>;
    case "firing":
      return <Status tone="warning">Fires since {since && <RelativeTime value={since} />}</Status>;
  }
}
