"use client";
import { useState } from "react";
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
import type { ImportMode } from "@/lib/core/imports/replicate";
import { formatBytes } from "@/lib/core/units";
import { startImportAction } from "./actions";
import { ImportModeField } from "./import-mode-field";
import type { SourceGiven } from "./import-source-form";
import { WhatHappens } from "./what-happens";

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
  const [mode, setMode] = useState<ImportMode>(check.replication?.isAllowed ? "replicate" : "copy");
  const isReplacing = check.present !== null && check.present.keys > 0;
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <input type="hidden" name="url" value={source.url} />
      {source.takesAnyCertificate && <input type="hidden" name="takesAnyCertificate" value="on" />}
      <DialogBody className="gap-6">
        <FormError error={error} fields={["acceptsLoss", "keysPerSecondMax"]} />
        <Found check={check} />
        {check.isAllowed ? (
          <>
            {check.replication && (
              <ImportModeField replication={check.replication} chosen={mode} onChoose={setMode} />
            )}
            <WhatHappens check={check} mode={mode} />
            {mode === "copy" && <Pace errors={fields.keysPerSecondMax} />}
            {isReplacing && (
              <CheckConfirmation name="acceptsLoss" errors={fields.acceptsLoss}>
                What is here now ({keysOf(check.present?.keys ?? 0)}) may be replaced
              </CheckConfirmation>
            )}
          </>
        ) : (
          <Alert tone="warning" title="This Redis cannot be imported here">
            {check.message}
          </Alert>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onBack}>Another URL</Button>
        {check.isAllowed && (
          <SubmitButton isPending={isPending} variant={isReplacing ? "destructive" : "primary"}>
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

function Pace({ errors }: { errors: string[] | undefined }) {
  return (
    <Field
      name="keysPerSecondMax"
      label="Keys a second at most"
      hint="Spares the other Redis. Empty for as many as there can be."
      errors={errors}
    >
      {(control) => <Input {...control} type="number" min={1} inputMode="numeric" className="max-w-40" />}
    </Field>
  );
}
