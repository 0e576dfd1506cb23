import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { Fact, Facts } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { instanceView } from "@/lib/web/instance";
import { requireContext } from "@/lib/web/session";
import { AddHost } from "./add-host";
import { CertificateTable } from "./certificate-table";
import { FindingTable } from "./finding-table";
import { HostTable } from "./host-table";
import { ReleaseTable } from "./release-table";
import { StorageStates } from "./storage-states";

export const metadata: Metadata = { title: "Instance" };

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function InstancePage() {
  const ctx = await requireContext();
  if (!ctx.actor.isAdmin) notFound();
  const { version, instance, hosts, findings, certificates, releases } = await instanceView(ctx);
  return (
    <div className="grid gap-10">
      <PageHeader title="Instance" description="This Berth itself: its machines, its parts, and what ends." />
      <Facts>
        <Fact name="Version">{version}</Fact>
        <Fact name="Instance">
          <span className="font-mono">{instance}</span>
        </Fact>
      </Facts>
      <Section
        title="Findings"
        description="What bin/admin doctor says on the machine, with what to do where something is not well."
      >
        <FindingTable findings={findings} />
      </Section>
      <Section
        title="Hosts"
        description="Memory and processor that are promised to databases, whether they use it or not. A database is made where most memory is free."
      >
        <HostTable hosts={hosts} />
        <AddHost />
      </Section>
      <Section
        title="Releases"
        description="Versions of engines, where they come from, and the databases on each. Their sources are asked for newer builds once a day, unless that is switched off, and by bin/admin engines check."
      >
        <ReleaseTable releases={releases} />
      </Section>
      <Section
        title="Certificates"
        description="Those of databases renew themselves a month before their end, without closing a connection."
      >
        <CertificateTable certificates={certificates} />
      </Section>
      <Section title="Storages" description="Each is looked at now.">
        <Suspense fallback={<Skeleton className="h-20" />}>
          <StorageStates />
        </Suspense>
      </Section>
    </div>
  );
}
