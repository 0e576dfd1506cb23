import type { Metadata } from "next";
import type { ReactNode } from "react";
import { RoleProvider } from "@/components/roles/role";
import { ViewerNote } from "@/components/roles/viewer-note";
import { NavTabs } from "@/components/ui/nav-tabs";
import { PageHeader } from "@/components/ui/page-header";
import type { AppView } from "@/lib/contract/apps";
import { refusalOf } from "@/lib/core/people/roles";
import { getApp } from "@/lib/services/apps/get-app";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";

type AppLayoutProps = { children: ReactNode; params: Promise<{ app: string }> };

export async function generateMetadata({ params }: AppLayoutProps): Promise<Metadata> {
  const { app } = await params;
  return { title: { default: app, template: `%s · ${app} · Berth` } };
}

/** What runs, in one line. */
function Source({ app }: { app: AppView }) {
  switch (app.source) {
    case "image":
      return <span className="font-mono text-xs">{app.image}</span>;
    case "service":
      return (
        <>
          Linked service <span className="font-mono text-xs">{app.service}</span>
        </>
      );
    case "none":
      return "No container yet";
  }
}

export default async function AppLayout({ children, params }: AppLayoutProps) {
  const app = await orNotFound(getApp(await requireContext(), await params));
  const root = `/apps/${app.name}`;
  const refusal = refusalOf(app, "operate");
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <PageHeader
          title={app.name}
          trail={[{ href: "/apps", label: "Apps" }]}
          description={<Source app={app} />}
        />
        <NavTabs
          label={`Parts of ${app.name}`}
          tabs={[
            { href: root, label: "Overview" },
            { href: `${root}/addons`, label: "Addons" },
            { href: `${root}/environment`, label: "Environment" },
            { href: `${root}/logs`, label: "Logs" },
            { href: `${root}/activity`, label: "Activity", also: `${root}/operations` },
            { href: `${root}/settings`, label: "Settings" },
          ]}
        />
      </div>
      <ViewerNote refusal={refusal} />
      <RoleProvider refusal={refusal}>{children}</RoleProvider>
    </div>
  );
}
