"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { GuardedButton } from "@/components/ui/guarded-button";
import { Input } from "@/components/ui/input";
import type { SettingsView } from "@/lib/contract/settings";
import { setSettingsAction } from "./actions";
import { IdleNotes } from "./idle-notes";

type SettingsFormProps = {
  resourceId: string;
  settings: SettingsView;
  /** Why nothing can be set now; null when it can. */
  refusal: string | null;
  /** Why the last change of them failed; null when it did not. */
  failure: string | null;
};

/** What people set of a database beside its features. */
export function SettingsForm({ resourceId, settings, refusal, failure }: SettingsFormProps) {
  const { idleTimeoutSeconds, keyspaceEvents, clientsMax, planClientsMax } = settings;
  const { form, error, fields, isPending } = useFormAction(setSettingsAction);
  const isOff = refusal !== null;
  return (
    <Card className="max-w-2xl">
      <form {...form} className="grid gap-4" aria-label="Settings">
        <input type="hidden" name="resourceId" value={resourceId} />
        {failure && (
          <Alert tone="danger" title="Settings could not be changed, and are as before.">
            {failure}
          </Alert>
        )}
        <FormError error={error} fields={["idleTimeoutSeconds", "keyspaceEvents", "clientsMax"]} />
        <div className="grid gap-4 sm:grid-cols-3">
          <Field
            name="idleTimeoutSeconds"
            label="Idle timeout, seconds"
            hint="A connection without a command for so long is closed. 0 is never."
            errors={fields.idleTimeoutSeconds}
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                step={1}
                required
                key={idleTimeoutSeconds}
                defaultValue={idleTimeoutSeconds}
                disabled={isOff}
              />
            )}
          </Field>
          <Field
            name="keyspaceEvents"
            label="Keyspace notifications"
            hint="Redis' own letters: KEA for all, Ex for keys that expire, empty for none."
            errors={fields.keyspaceEvents}
          >
            {(control) => (
              <Input
                {...control}
                maxLength={20}
                autoComplete="off"
                spellCheck={false}
                key={keyspaceEvents}
                defaultValue={keyspaceEvents}
                disabled={isOff}
                className="font-mono"
              />
            )}
          </Field>
          <Field
            name="clientsMax"
            label="Maximum connections"
            hint={`Empty for the ${planClientsMax.toLocaleString("en")} of the plan.`}
            errors={fields.clientsMax}
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={planClientsMax}
                step={1}
                key={clientsMax}
                defaultValue={clientsMax === null ? "" : Math.min(clientsMax, planClientsMax)}
                disabled={isOff}
              />
            )}
          </Field>
        </div>
        <IdleNotes />
        <div>
          {isOff ? (
            <GuardedButton refusal={refusal}>Save</GuardedButton>
          ) : (
            <SubmitButton isPending={isPending} variant="outline">
              Save
            </SubmitButton>
          )}
        </div>
      </form>
    </Card>
  );
}
