import type { Metadata } from "next";
import { NOTIFIER_ACTIONS } from "@/app/actions/notifier-actions";
import { Notifiers } from "@/components/notifiers/notifiers";
import { ProtectionCard } from "@/components/protection/protection-card";
import { Operators } from "@/components/roles/role";
import { Section } from "@/components/ui/section";
import type { AppView, CollaboratorView } from "@/lib/contract/apps";
import { APP_KIND_GROUPS } from "@/lib/core/notifiers/kind-groups";
import { listAddons } from "@/lib/services/addons/list-addons";
import { getApp } from "@/lib/services/apps/get-app";
import { listCollaborators } from "@/lib/services/collaborators/list-collaborators";
import { listNotifiers } from "@/lib/services/notifiers/list-notifiers";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { protectAppAction } from "./actions";
import { AddCollaboratorForm } from "./add-collaborator-form";
import { CollaboratorTable } from "./collaborator-table";
import { DeleteAppForm } from "./delete-app-form";
import { DeployTagDialog } from "./deploy-tag-dialog";
import { SourceForm } from "./source-form";

export const metadata: Metadata = { title: "Settings" };

/** Who may get mail by name. */
const peopleOf = (app: AppView, collaborators: readonly CollaboratorView[]) => [
  { id: app.ownerId, email: app.ownerEmail },
  ...collaborators.map(({ id, email }) => ({ id, email })),
];

export default async function SettingsPage({ params }: { params: Promise<{ app: string }> }) {
  const ctx = await requireContext();
  const app = await orNotFound(getApp(ctx, await params));
  const [collaborators, addons, notifiers] = await Promise.all([
    listCollaborators(ctx, { app: app.name }),
    listAddons(ctx, { app: app.name }),
    listNotifiers(ctx, { app: app.name }),
  ]);
  return (
    <div className="grid gap-10">
      {app.source !== "service" && (
        <Operators>
          <Section
            title="Source"
            description="What ran before serves until the new container is up, and goes on when it does not come up. Where both need the same port, one stops before the other starts."
            action={app.image && <DeployTagDialog app={app.name} image={app.image} />}
          >
            <SourceForm app={app} />
          </Section>
        </Operators>
      )}
      <Section
        title="Collaborators"
        description="Viewers look, operators change things, owners decide who may and whether the app stays. Administrators are owners of every app."
      >
        <CollaboratorTable app={app} collaborators={collaborators} />
        {app.isManageable && <AddCollaboratorForm app={app.name} />}
      </Section>
      <Section
        id="notifiers"
        title="Notifiers"
        description="Who is told of what happens to the app. What nobody takes is tried again for about a day."
      >
        <Notifiers
          notifiers={notifiers}
          place={{
            app: app.name,
            people: peopleOf(app, collaborators),
            hasMail: ctx.messenger.hasMail,
            kindGroups: APP_KIND_GROUPS,
          }}
          actions={NOTIFIER_ACTIONS}
        />
      </Section>
      <Section title="Delete protection">
        <ProtectionCard
          action={protectAppAction}
          values={{ app: app.name }}
          name={app.name}
          isProtected={app.isProtected}
          isManageable={app.isManageable}
        />
      </Section>
      {app.isManageable && !app.isProtected && (
        <Section title="Delete the app">
          <DeleteAppForm app={app} addons={addons.map(({ resourceId }) => resourceId)} />
        </Section>
      )}
    </div>
  );
}
