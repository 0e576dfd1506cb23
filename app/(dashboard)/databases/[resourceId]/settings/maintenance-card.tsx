"use client";
import { utcAndLocalMoment } from "@/components/backups/times";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { RowForm } from "@/components/forms/row-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Operators, useRoleRefusal } from "@/components/roles/role";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/input";
import type { DatabaseView } from "@/lib/contract/databases";
import type { MaintenanceView } from "@/lib/contract/maintenance";
import { engineName } from "@/lib/core/engines/names";
import { nextWindow, WEEKDAYS, WINDOW_HOURS } from "@/lib/core/maintenance/week";
import { cancelMaintenanceAction, scheduleUpgradeAction, setWindowAction } from "./actions";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type MaintenanceCardProps = {
  database: DatabaseView;
  /** Of the present version; null where it runs the newest. */
  newerBuild: string | null;
  /** What is put off and has not ended; null for nothing. */
  planned: MaintenanceView | null;
  /** As the page was made, so that browser and server tell the same. */
  now: string;
};

/** When the window opens, what is put off to it, and the upgrade that can be. */
export function MaintenanceCard({ database, newerBuild, planned, now }: MaintenanceCardProps) {
  const { resourceId, window, laterVersions, status } = database;
  const { form, isDone, error, fields, isPending } = useFormAction(setWindowAction);
  const isReadOnly = useRoleRefusal() !== null;
  const newest = laterVersions.at(-1);
  const opens = nextWindow(window, new Date(now)).toISOString();
  return (
    <Card className="grid max-w-2xl gap-4">
      <form {...form} className="grid gap-3" aria-label="Maintenance window">
        <input type="hidden" name="resourceId" value={resourceId} />
        <FormError error={error} fields={["weekdayUtc", "hourUtc"]} />
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <Field name="weekdayUtc" label="Weekday (UTC)" errors={fields.weekdayUtc}>
            {(control) => (
              <Select
                {...control}
                key={window.weekdayUtc}
                defaultValue={window.weekdayUtc}
                disabled={isReadOnly}
              >
                {WEEKDAYS.map((day, index) => (
                  <option key={day} value={index}>
                    {day}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field name="hourUtc" label="Opens at (UTC)" errors={fields.hourUtc}>
            {(control) => (
              <Select {...control} key={window.hourUtc} defaultValue={window.hourUtc} disabled={isReadOnly}>
                {HOURS.map((hour) => (
                  <option key={hour} value={hour}>
                    {String(hour).padStart(2, "0")}:00
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Operators>
            <SubmitButton isPending={isPending} variant="outline">
              Save
            </SubmitButton>
          </Operators>
          <p role="status" className="text-muted-foreground h-8 content-center text-xs">
            {isDone && "Saved."}
          </p>
        </div>
        <p className="text-muted-foreground">
          Open for {WINDOW_HOURS} hours; next from{" "}
          <span suppressHydrationWarning>{utcAndLocalMoment(opens)}</span>.
        </p>
      </form>
      {planned && <Planned database={database} planned={planned} />}
      {!planned && (newest || newerBuild) && status === "running" && (
        <Operators>
          <div className="flex flex-wrap gap-2">
            {newerBuild && (
              <RowForm
                action={scheduleUpgradeAction}
                values={{ resourceId, version: database.version }}
                asksAgain={false}
                label="Take the security update in the next window"
                accessibleLabel={`Take the security update ${newerBuild} of ${resourceId} in the next window that is a day ahead`}
              />
            )}
            {newest && (
              <RowForm
                action={scheduleUpgradeAction}
                values={{ resourceId, version: newest }}
                asksAgain={false}
                label={`Upgrade to ${newest} in the next window`}
                accessibleLabel={`Upgrade ${resourceId} to ${newest} in the next window that is a day ahead`}
              />
            )}
          </div>
        </Operators>
      )}
    </Card>
  );
}

function Planned({ database, planned }: { database: DatabaseView; planned: MaintenanceView }) {
  const { resourceId, engine } = database;
  const { id, type, version, windowAt, status, reason } = planned;
  const target = `${type === "db-newer-build" ? "the newest build of " : ""}${engineName(engine)} ${version}`;
  return (
    <Alert
      title={status === "running" ? `Being upgraded to ${target}` : `Upgrade to ${target} is put off`}
      action={
        status !== "running" && (
          <Operators>
            <RowForm
              action={cancelMaintenanceAction}
              values={{ resourceId, maintenanceId: id }}
              label="Cancel"
              asksAgain={false}
              accessibleLabel={`Cancel the upgrade to ${target}`}
            />
          </Operators>
        )
      }
    >
      {status !== "running" && (
        <>
          It begins in the window that opens on{" "}
          <span suppressHydrationWarning>{utcAndLocalMoment(windowAt)}</span>. The app's activity tells of it
          a day ahead.
          {reason && ` It waits: ${reason}`}
        </>
      )}
    </Alert>
  );
}
