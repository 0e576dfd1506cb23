"use client";
import { ImageFields } from "@/components/apps/image-fields";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import type { AppView } from "@/lib/contract/apps";
import { deployAppAction } from "./actions";
import { useDeployment } from "./use-deployment";

const FIELDS = ["image", "command", "containerPort", "publishedPort"];

export function SourceForm({ app }: { app: AppView }) {
  const { form, error, fields, isPending } = useDeployment(deployAppAction);
  return (
    <form {...form} className="grid max-w-3xl gap-4">
      <input type="hidden" name="app" value={app.name} />
      <FormError error={error} fields={FIELDS} />
      <ImageFields fields={fields} app={app} />
      <SubmitButton isPending={isPending} className="w-fit">
        Save and deploy
      </SubmitButton>
    </form>
  );
}
