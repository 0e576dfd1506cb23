import type { Metadata } from "next";
import { ProtectionCard } from "@/components/protection/protection-card";
import { Operators } from "@/components/roles/role";
import { Section } from "@/components/ui/section";
import { listAddons } from "@/lib/services/addons/list-addons";
import { getApp } from "@/lib/services/apps/get-app";
import { listCollaborators } from "@/lib/services/collaborators/list-collaborators";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { protectAppAction } from "./actions";
import { AddCollaboratorForm } from "./add-collaborator-form";
import { CollaboratorTable } from "./collaborator-table";
import { DeleteAppForm } from "./delete-app-form";
import { DeployTagDialog } from "./deploy-tag-dialog";
import { SourceForm } from "./source-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ app: string }> }) {
  const ctx = await requireContext();
  const app = await orNotFound(getApp(ctx, await params));
  const [collaborators, addons] = await Promise.all([
    listCollaborators(ctx, { app: app.name }),
    listAddons(ctx, { app: app.name }),
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
