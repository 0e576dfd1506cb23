"use client";
import type { ErrorBody } from "@/lib/contract/errors";
import { Alert } from "../ui/alert";
import { TextLink } from "../ui/text-link";

type FormErrorProps = {
  error: ErrorBody["error"] | null;
  /** Names of the fields that show their own errors. */
  fields?: readonly string[];
  className?: string;
};

/** Why the form as a whole was refused; nothing when its fields say it. */
export function FormError({ error, fields = [], className }: FormErrorProps) {
  if (!error) return null;
  const names = Object.keys(error.fields ?? {});
  if (names.length > 0 && names.every((name) => fields.includes(name))) return null;
  const isSignedOut = error.code === "unauthenticated" && error.reason === "no_session";
  return (
    <Alert
      tone="danger"
      title={error.message}
      className={className}
      action={
        isSignedOut && (
          <TextLink href="/sign-in" target="_blank">
            Sign in
          </TextLink>
        )
      }
    />
  );
}
