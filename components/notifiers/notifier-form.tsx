"use client";
import { type ReactNode, useState } from "react";
import type { ErrorBody, FormAction } from "@/lib/contract/errors";
import type { NewNotifierView, NotifierView } from "@/lib/contract/notifiers";
import type { EventKind } from "@/lib/core/notifiers/event-kinds";
import { PLATFORM_WORDS, PLATFORMS, type PlatformName } from "@/lib/core/notifiers/notifier";
import { TROUBLE_KINDS } from "@/lib/core/notifiers/trouble-kinds";
import { Field } from "../forms/field";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { Alert } from "../ui/alert";
import { buttonVariants } from "../ui/button-variants";
import { DialogBody, DialogClose, DialogFooter } from "../ui/dialog";
import { Input } from "../ui/input";
import { KindFields } from "./kind-fields";
import type { NotifierPlace } from "./notifier-actions";
import { ReceiverFields } from "./receiver-fields";

const FIELDS = ["name", "url", "emails", "userIds", "kinds"];

type AddProps = {
  place: NotifierPlace;
  action: FormAction<NewNotifierView>;
  onDone: (made: NewNotifierView) => void;
};

export function AddNotifierForm({ place, action, onDone }: AddProps) {
  const [platform, setPlatform] = useState<PlatformName>(place.hasMail ? "email" : "slack");
  const { form, error, fields, isPending } = useFormAction(action, onDone);
  return (
    <form {...form} className="flex min-h-0 flex-col" aria-label="New notifier">
      <input type="hidden" name="app" value={place.app} />
      <DialogBody>
        <FormError error={error} fields={FIELDS} />
        <fieldset className="grid gap-2">
          <legend className="mb-2 font-medium">Goes by</legend>
          {PLATFORMS.map((each) => (
            <label key={each} className="flex w-fit items-start gap-2">
              <input
                type="radio"
                name="platform"
                value={each}
                checked={platform === each}
                onChange={() => setPlatform(each)}
                className="accent-primary mt-0.5 size-4 shrink-0"
              />
              <span>
                {PLATFORM_WORDS[each].name}
                <span className="text-muted-foreground block text-xs">
                  {PLATFORM_WORDS[each].description}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        {platform === "email" && !place.hasMail && (
          <Alert tone="warning" title="This Berth sends no mail yet.">
            Its operator sets BERTH_SMTP_URL, the address of a mail server.
          </Alert>
        )}
        <Fields place={place} platform={platform} notifier={null} fields={fields} />
      </DialogBody>
      <Footer isPending={isPending}>Add the notifier</Footer>
    </form>
  );
}

type EditProps = {
  place: NotifierPlace;
  action: FormAction<NotifierView>;
  notifier: NotifierView;
  onDone: () => void;
};

export function EditNotifierForm({ place, action, notifier, onDone }: EditProps) {
  const { form, error, fields, isPending } = useFormAction(action, onDone);
  return (
    <form {...form} className="flex min-h-0 flex-col" aria-label={`Edit ${notifier.name}`}>
      <input type="hidden" name="app" value={place.app} />
      <input type="hidden" name="notifierId" value={notifier.id} />
      <DialogBody>
        <FormError error={error} fields={FIELDS} />
        <Fields place={place} platform={notifier.platform} notifier={notifier} fields={fields} />
      </DialogBody>
      <Footer isPending={isPending}>Save</Footer>
    </form>
  );
}

type FieldsProps = {
  place: NotifierPlace;
  platform: PlatformName;
  notifier: NotifierView | null;
  fields: NonNullable<ErrorBody["error"]["fields"]>;
};

function Fields({ place, platform, notifier, fields }: FieldsProps) {
  const [isAll, setIsAll] = useState(notifier?.isAll ?? false);
  const [kinds, setKinds] = useState<readonly EventKind[]>(notifier?.kinds ?? TROUBLE_KINDS);
  return (
    <>
      <Field name="name" label="Name" errors={fields.name}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={60}
            autoComplete="off"
            defaultValue={notifier?.name}
            placeholder="On call"
          />
        )}
      </Field>
      <ReceiverFields place={place} platform={platform} notifier={notifier} fields={fields} />
      <KindFields
        groups={place.kindGroups}
        isAll={isAll}
        kinds={kinds}
        onAll={setIsAll}
        onKinds={setKinds}
        errors={fields.kinds}
      />
    </>
  );
}

const Footer = ({ isPending, children }: { isPending: boolean; children: ReactNode }) => (
  <DialogFooter>
    <DialogClose className={buttonVariants()}>Cancel</DialogClose>
    <SubmitButton isPending={isPending}>{children}</SubmitButton>
  </DialogFooter>
);
