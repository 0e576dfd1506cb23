"use client";
import { CheckConfirmation } from "@/components/forms/check-confirmation";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Fact, Facts } from "@/components/ui/facts";
import { Input } from "@/components/ui/input";
import type { ImportCheckView } from "@/lib/contract/imports";
import type { OperationView } from "@/lib/contract/operations";
import { formatBytes } from "@/lib/core/units";
import { startImportAction } from "./actions";
import type { SourceGiven } from "./import-source-form";

type ImportStartFormProps = {
  resourceId: string;
  source: SourceGiven;
  check: ImportCheckView;
  onStarted: (operation: OperationView) => void;
  onBack: () => void;
};

/** What was found, what happens with it, and the start. */
export function ImportStartForm({ resourceId, source, check, onStarted, onBack }: ImportStartFormProps) {
  const { form, error, fields, isPending } = useFormAction(startImportAction, onStarted);
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <input type="hidden" name="url" value={source.url} />
      {source.takesAnyCertificate && <input type="hidden" name="takesAnyCertificate" value="on" />}
      <DialogBody className="gap-6">
        <FormError error={error} fields={["acceptsLoss", "keysPerSecondMax"]} />
        <Found check={check} />
        {check.isAllowed ? (
          <WhatHappens check={check} fields={fields} />
        ) : (
          <Alert tone="warning" title="This Redis cannot be imported here">
            {check.message}
          </Alert>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onBack}>Another URL</Button>
        {check.isAllowed && (
          <SubmitButton
            isPending={isPending}
            variant={check.present && check.present.keys > 0 ? "destructive" : "primary"}
          >
            Import into {resourceId}
          </SubmitButton>
        )}
      </DialogFooter>
    </form>
  );
}

const keysOf = (keys: number): string => `${keys.toLocaleString("en")} ${keys === 1 ? "key" : "keys"}`;

function Found({ check }: { check: ImportCheckView }) {
  const { source, sourceName, keys, keysByDatabase, usedMemoryBytes, present } = check;
  const numbers = Object.keys(keysByDatabase);
  return (
    <Facts>
      <Fact name="Found at">{source}</Fact>
      <Fact name="Server">{sourceName ?? "does not say"}</Fact>
      <Fact name="Holds">
        {keysOf(keys)}
        {numbers.length > 1 && ` in the databases ${numbers.join(", ")}`}
      </Fact>
      <Fact name="Memory there">
        {usedMemoryBytes === null ? "does not say" : formatBytes(usedMemoryBytes)}
      </Fact>
      <Fact name="Here now">{present ? keysOf(present.keys) : "its data is gone"}</Fact>
    </Facts>
  );
}

type WhatHappensProps = { check: ImportCheckView; fields: Record<string, string[]> };

function WhatHappens({ check, fields }: WhatHappensProps) {
  const isReplacing = check.present !== null && check.present.keys > 0;
  return (
    <section className="grid gap-3">
      <h3 className="font-medium">What happens</h3>
      <ul className="grid list-disc gap-1 pl-5">
        {isReplacing && (
          <li>
            The present data is backed up first, and kept for 24 hours for the way back: Undo, under Settings.
          </li>
        )}
        <li>A new Redis gets every key with its time to live, and is compared with the other one.</li>
        <li>
          Then it takes over: clients reconnect, and the app restarts, rolling. Until then it can be
          cancelled.
        </li>
        <li>
          Stop what writes to the other Redis: what is written there meanwhile would be missing, so the import
          ends instead.
        </li>
        {check.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Field
        name="keysPerSecondMax"
        label="Keys a second at most"
        hint="Spares the other Redis. Empty for as many as there can be."
        errors={fields.keysPerSecondMax}
      >
        {(control) => <Input {...control} type="number" min={1} inputMode="numeric" className="max-w-40" />}
      </Field>
      {isReplacing && (
        <CheckConfirmation name="acceptsLoss" errors={fields.acceptsLoss}>
          What is here now ({keysOf(check.present?.keys ?? 0)}) may be replaced
        </CheckConfirmation>
      )}
    </section>
  );
}
