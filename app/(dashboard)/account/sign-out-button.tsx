"use client";
import { LogOut } from "lucide-react";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { signOutAction } from "./actions";

export function SignOutButton() {
  const { form, isPending } = useFormAction(signOutAction);
  return (
    <form {...form}>
      <SubmitButton isPending={isPending} worksEarly variant="outline">
        {!isPending && <LogOut aria-hidden="true" />}
        Sign out
      </SubmitButton>
    </form>
  );
}
