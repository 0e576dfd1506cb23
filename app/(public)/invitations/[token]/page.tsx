import type { Metadata } from "next";
import { AcceptForm } from "@/components/people/accept-form";
import { DeadLink } from "@/components/people/dead-link";
import { findInvitation } from "@/lib/web/sign-in";
import { acceptInvitationAction } from "./actions";
import { PasswordForm } from "./password-form";

export const metadata: Metadata = { title: "Your link" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (!invitation) return <DeadLink>Ask the person who invited you for a new one.</DeadLink>;
  if (invitation.isForPassword)
    return (
      <>
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight">Choose a new password</h1>
          <p className="text-muted-foreground">
            For {invitation.email}. Your other browsers are signed out by it.
          </p>
        </div>
        <PasswordForm token={token} />
      </>
    );
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
