"use client";
import { useState } from "react";
import type { ErrorBody } from "@/lib/contract/errors";
import type { NotifierView } from "@/lib/contract/notifiers";
import type { PlatformName } from "@/lib/core/notifiers/notifier";
import { Field } from "../forms/field";
import { Input } from "../ui/input";
import type { NotifierPlace } from "./notifier-actions";

type ReceiverFieldsProps = {
  place: NotifierPlace;
  platform: PlatformName;
  notifier: NotifierView | null;
  fields: NonNullable<ErrorBody["error"]["fields"]>;
};

/** Where messages go: an address, or people. */
export function ReceiverFields({ place, platform, notifier, fields }: ReceiverFieldsProps) {
  if (platform !== "email")
    return (
      <Field
        name="url"
        label="Address"
        hint={
          notifier
            ? "Its path is not shown: leave it as it is, or enter another address."
            : "Public addresses only, unless the operator allows your own network."
        }
        errors={fields.url}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={1_000}
            autoComplete="off"
            spellCheck={false}
            inputMode="url"
            defaultValue={notifier?.url ?? undefined}
            placeholder={
              platform === "slack" ? "https://hooks.slack.com/services/…" : "https://example.org/berth"
            }
            className="font-mono"
          />
        )}
      </Field>
    );
  return (
    <>
      <Field
        name="emails"
        label="Mail addresses"
        hint="With commas between them; may be empty when people are chosen."
        errors={fields.emails}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            defaultValue={notifier?.emails.join(", ")}
            placeholder="team@example.org"
          />
        )}
      </Field>
      <PeopleField place={place} notifier={notifier} errors={fields.userIds} />
    </>
  );
}

type PeopleFieldProps = {
  place: NotifierPlace;
  notifier: NotifierView | null;
  errors: string[] | undefined;
};

function PeopleField({ place, notifier, errors }: PeopleFieldProps) {
  const [ids, setIds] = useState<readonly string[]>(notifier?.people.map(({ id }) => id) ?? []);
  if (place.people.length === 0) return null;
  const toggle = (id: string) => setIds(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">People, while they have access</legend>
      <input type="hidden" name="userIds" value={ids.join(" ")} />
      {place.people.map(({ id, email }) => (
        <label key={id} className="flex w-fit items-start gap-2 break-all">
          <input
            type="checkbox"
            checked={ids.includes(id)}
            onChange={() => toggle(id)}
            className="accent-primary mt-0.5 size-4 shrink-0"
          />
          {email}
        </label>
      ))}
      {errors && (
        <p role="alert" className="text-destructive text-xs">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
