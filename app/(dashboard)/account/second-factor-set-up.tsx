"use client";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import type { useFormAction } from "@/components/forms/use-form-action";
import { CopyButton } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/input";
import type { RecoveryCodesView, SecondFactorSetupView } from "@/lib/contract/second-factor";
import { setUpSecondFactorAction } from "./actions";
import { ByPasswordForm } from "./by-password-form";

type SecondFactorSetUpProps = { confirm: ReturnType<typeof useFormAction<RecoveryCodesView>> };

/** Two steps: the password, for a secret to tell an app; then a first code of that app. */
export function SecondFactorSetUp({ confirm }: SecondFactorSetUpProps) {
  const [setup, setSetup] = useState<SecondFactorSetupView | null>(null);
  if (setup) return <Confirm setup={setup} confirm={confirm} />;
  return <ByPasswordForm action={setUpSecondFactorAction} label="Set up" onSuccess={setSetup} />;
}

function Confirm({ setup, confirm }: SecondFactorSetUpProps & { setup: SecondFactorSetupView }) {
  const { form, error, fields, isPending } = confirm;
  return (
    <div className="flex max-w-2xl flex-wrap gap-6">
      {/* biome-ignore lint/performance/noImgElement: a data URL; there is nothing to optimise. */}
      <img
        src={setup.picture}
        alt="QR code of the secret, for the camera of your authenticator app"
        width={192}
        height={192}
        className="size-48 rounded-md border bg-white p-2"
      />
      <div className="grid min-w-0 flex-1 basis-72 content-start gap-4">
        <div className="grid gap-1.5">
          <p>Scan the picture with your authenticator app, or type this secret into it:</p>
          <p className="flex flex-wrap items-center gap-2">
            <code className="bg-muted rounded-md px-2 py-1 font-mono text-xs break-all">{setup.secret}</code>
            <CopyButton text={setup.secret} what="the secret" />
          </p>
        </div>
        <form {...form} className="grid gap-3">
          <FormError error={error} fields={["code"]} />
          <Field name="code" label="The code it shows now" errors={fields.code}>
            {(control) => (
              <Input
                {...control}
                required
                inputMode="numeric"
                maxLength={7}
                autoComplete="one-time-code"
                className="max-w-40 font-mono"
              />
            )}
          </Field>
          <SubmitButton isPending={isPending} className="justify-self-start">
            Switch the second factor on
          </SubmitButton>
        </form>
      </div>
    </div>
  );
}
