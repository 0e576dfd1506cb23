import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { listSessions } from "@/lib/services/people/list-sessions";
import { requireContext } from "@/lib/web/session";
import { PasswordForm } from "./password-form";
import { SessionTable } from "./session-table";
import { SignOutButton } from "./sign-out-button";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const ctx = await requireContext();
  const sessions = await listSessions(ctx);
  return (
    <div className="grid gap-10">
      <PageHeader title="Account" description={ctx.actor.email} actions={<SignOutButton />} />
      <Section title="Sessions" description="Where you are signed in. End those that you do not know.">
        <SessionTable sessions={sessions} />
      </Section>
      <Section title="Change the password">
        <PasswordForm email={ctx.actor.email} />
      </Section>
    </div>
  );
}
