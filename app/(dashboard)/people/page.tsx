import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { listInvitations } from "@/lib/services/people/list-invitations";
import { listUsers } from "@/lib/services/people/list-users";
import { requestOrigin } from "@/lib/web/request-origin";
import { requireContext } from "@/lib/web/session";
import { InvitationTable } from "./invitation-table";
import { InviteForm } from "./invite-form";
import { UserTable } from "./user-table";

export const metadata: Metadata = { title: "People" };

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function PeoplePage() {
  const ctx = await requireContext();
  if (!ctx.actor.isAdmin) notFound();
  const [users, invitations, origin] = await Promise.all([
    listUsers(ctx),
    listInvitations(ctx),
    requestOrigin(),
  ]);
  return (
    <div className="grid gap-10">
      <PageHeader title="People" />
      <Section title="Accounts">
        <UserTable users={users} />
      </Section>
      <Section
        title="Invite a person"
        description="Berth sends no mail: you get a link and pass it on. It works once."
      >
        <InviteForm origin={origin} />
      </Section>
      {invitations.length > 0 && (
        <Section title="Open invitations">
          <InvitationTable invitations={invitations} />
        </Section>
      )}
    </div>
  );
}
