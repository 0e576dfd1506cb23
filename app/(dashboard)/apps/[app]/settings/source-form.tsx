"use client";
import { useRouter } from "next/navigation";
import { ImageFields } from "@/components/apps/image-fields";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import type { AppView } from "@/lib/contract/apps";
import { deployAppAction } from "./actions";

const FIELDS = ["image", "command", "containerPort", "publishedPort"];

export function SourceForm({ app }: { app: AppView }) {
  const { push } = useRouter();
  const { form, error, fields, isPending } = useFormAction(deployAppAction, ({ id, appName }) =>
    push(`/apps/${appName}/operations/${id}`),
  );
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
