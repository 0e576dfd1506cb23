import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { listLinkableServices } from "@/lib/services/apps/list-linkable-services";
import { requireContext } from "@/lib/web/session";
import { NewAppForm } from "./new-app-form";

export const metadata: Metadata = { title: "New app" };

export default async function NewAppPage() {
  const ctx = await requireContext();
  const services = await listLinkableServices(ctx);
  return (
    <div className="grid max-w-2xl gap-6">
      <PageHeader title="New app" trail={[{ href: "/apps", label: "Apps" }]} />
      <NewAppForm services={services} mayLink={ctx.actor.isAdmin} />
    </div>
  );
}
