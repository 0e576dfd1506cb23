import type { Metadata } from "next";
import { AcceptForm } from "@/components/people/accept-form";
import { DeadLink } from "@/components/people/dead-link";
import { findInvitation } from "@/lib/web/sign-in";
import { acceptInvitationAction } from "./actions";

export const metadata: Metadata = { title: "Accept the invitation" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (!invitation) return <DeadLink>Ask the person who invited you for a new one.</DeadLink>;
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">Welcome to Berth</h1>
        <p className="text-muted-foreground">
          You are invited. Choose a password, and you can use your team's apps and databases.
        </p>
      </div>
      <AcceptForm
        token={token}
        email={invitation.email}
        action={acceptInvitationAction}
        submitLabel="Accept the invitation"
      />
    </>
  );
}
