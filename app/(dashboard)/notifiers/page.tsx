import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NOTIFIER_ACTIONS } from "@/app/actions/notifier-actions";
import { Notifiers } from "@/components/notifiers/notifiers";
import { PageHeader } from "@/components/ui/page-header";
import { KIND_GROUPS } from "@/lib/core/notifiers/kind-groups";
import { listNotifiers } from "@/lib/services/notifiers/list-notifiers";
import { listUsers } from "@/lib/services/people/list-users";
import { requireContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Notifiers" };

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function NotifiersPage() {
  const ctx = await requireContext();
  if (!ctx.actor.isAdmin) notFound();
  const [notifiers, users] = await Promise.all([listNotifiers(ctx, {}), listUsers(ctx)]);
  const people = users.filter(({ isAdmin }) => isAdmin).map(({ id, email }) => ({ id, email }));
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Notifiers"
        description="Who is told of what happens to every app. Each app has notifiers of its own under Settings."
      />
      <Notifiers
        notifiers={notifiers}
        place={{ app: "", people, hasMail: ctx.messenger.hasMail, kindGroups: KIND_GROUPS }}
        actions={NOTIFIER_ACTIONS}
      />
    </div>
  );
}
