import type { Metadata } from "next";
import { RemoveAddonForm } from "@/components/addons/remove-addon-form";
import { Section } from "@/components/ui/section";
import { getDatabase } from "@/lib/services/databases/get-database";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { removeAddonAction } from "./actions";

export const metadata: Metadata = { title: "Settings" };

type DatabaseSettingsPageProps = { params: Promise<{ resourceId: string }> };

export default async function DatabaseSettingsPage({ params }: DatabaseSettingsPageProps) {
  const { appName, resourceId, status } = await orNotFound(getDatabase(await requireContext(), await params));
  const isRemovable = status === "running" || status === "failed";
  return (
    <Section title="Remove the database">
      {isRemovable ? (
        <RemoveAddonForm
          app={appName}
          resourceId={resourceId}
          action={removeAddonAction}
          className="border-destructive/40 max-w-2xl rounded-md border p-4"
        />
      ) : (
        <p className="text-muted-foreground">
          Not while it is being set up or removed: the steps stand above.
        </p>
      )}
    </Section>
  );
}
