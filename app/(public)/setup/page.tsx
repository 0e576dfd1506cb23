import type { Metadata } from "next";
import { AcceptForm } from "@/components/people/accept-form";
import { DeadLink } from "@/components/people/dead-link";
import { findInvitation } from "@/lib/web/sign-in";
import { acceptInvitationAction } from "./actions";

export const metadata: Metadata = { title: "Set up Berth" };

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  const invitation = await findInvitation(token);
  if (!invitation?.isSetup)
    return (
      <DeadLink>Run bin/up once more: as long as there is no administrator, it prints a new one.</DeadLink>
    );
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">Set up Berth</h1>
        <p className="text-muted-foreground">
          Make the administrator's account. It sees every app and invites the others.
        </p>
      </div>
      <AcceptForm
        token={token}
        email={invitation.email}
        action={acceptInvitationAction}
        submitLabel="Create the account"
      />
    </>
  );
}
