"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ImageFields } from "@/components/apps/image-fields";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button-variants";
import { Input } from "@/components/ui/input";
import { APP_NAME_CHARS_MAX, APP_NAME_RULE } from "@/lib/core/apps/name";
import { createAppAction } from "./actions";
import { ServiceField } from "./source-fields";
import { SourceOption } from "./source-option";

const FIELDS = ["name", "image", "command", "containerPort", "publishedPort", "service"];

type NewAppFormProps = {
  /** Names of the services that may be linked. */
  services: string[];
  mayLink: boolean;
};

export function NewAppForm({ services, mayLink }: NewAppFormProps) {
  const { push } = useRouter();
  const { form, data, error, fields, isPending } = useFormAction(createAppAction, ({ name }) =>
    push(`/apps/${name}`),
  );
  if (data)
    return (
      <Alert
        title={`${data.name} was created.`}
        action={
          <Link href={`/apps/${data.name}`} className={buttonVariants()}>
            Open it
          </Link>
        }
      />
    );
  return (
    <form {...form} className="grid gap-6">
      <FormError error={error} fields={FIELDS} />
      <Field
        name="name"
        label="Name"
        hint={`A name has ${APP_NAME_RULE}. It cannot be changed later; addons are named after it.`}
        errors={fields.name}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={APP_NAME_CHARS_MAX}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono sm:max-w-96"
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">What runs</legend>
        <SourceOption
          value="image"
          isDefault
          title="Run an image"
          hint="Berth starts a container from it and sets its environment."
        >
          <ImageFields fields={fields} />
        </SourceOption>
        {mayLink && (
          <SourceOption
            value="service"
            title="Link a Swarm service"
            hint="It exists already. Berth only sets its environment and connects it to the app's network."
          >
            <ServiceField services={services} errors={fields.service} />
          </SourceOption>
        )}
        <SourceOption
          value="none"
          title="Nothing yet"
          hint="The app holds databases and variables, but Berth starts no container."
        />
      </fieldset>
      <div className="flex gap-2">
        <SubmitButton isPending={isPending}>Create the app</SubmitButton>
        <Link href="/apps" className={buttonVariants({ variant: "ghost" })}>
          Cancel
        </Link>
      </div>
    </form>
  );
}
