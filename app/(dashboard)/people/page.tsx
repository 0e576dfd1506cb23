import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { listInvitations } from "@/lib/services/people/list-invitations";
import { listPersonEvents } from "@/lib/services/people/list-person-events";
import { listUsers } from "@/lib/services/people/list-users";
import { requestOrigin } from "@/lib/web/request-origin";
import { requireContext } from "@/lib/web/session";
import { InvitationTable } from "./invitation-table";
import { InviteForm } from "./invite-form";
import { PersonEventList } from "./person-event-list";
import { UserTable } from "./user-table";

export const metadata: Metadata = { title: "People" };

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function PeoplePage() {
  const ctx = await requireContext();
  if (!ctx.actor.isAdmin) notFound();
  const [users, invitations, events, origin] = await Promise.all([
    listUsers(ctx),
    listInvitations(ctx),
    listPersonEvents(ctx),
    requestOrigin(),
  ]);
  return (
    <div className="grid gap-10">
      <PageHeader title="People" />
      <Section title="Accounts">
        <UserTable users={users} origin={origin} />
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
      {events.length > 0 && (
        <Section title="What was done to accounts">
          <PersonEventList events={events} />
        </Section>
      )}
    </div>
  );
}
