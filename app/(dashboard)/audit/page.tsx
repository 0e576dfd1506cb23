import { Download, ScrollText } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ClockChoice } from "@/components/clock/clock-choice";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button-variants";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { ListAuditInput } from "@/lib/contract/audit";
import { AUDIT_KEPT_DAYS } from "@/lib/core/audit/retention";
import { listAudit } from "@/lib/services/audit/list-audit";
import { requireContext } from "@/lib/web/session";
import { AuditTable } from "./audit-table";
import { FilterForm } from "./filter-form";

export const metadata: Metadata = { title: "Audit" };

type AuditPageProps = { searchParams: Promise<Record<string, string>> };

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function AuditPage({ searchParams }: AuditPageProps) {
  const ctx = await requireContext();
  if (!ctx.actor.isAdmin) notFound();
  const given = await searchParams;
  const parsed = ListAuditInput.safeParse(given);
  const input = parsed.success ? parsed.data : ListAuditInput.parse({});
  const { entries, next } = await listAudit(ctx, input);
  const query = new URLSearchParams(given);
  query.delete("before");
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Audit"
        description={`Who did what to which app or account. Kept for ${AUDIT_KEPT_DAYS} days, also of what is deleted.`}
        actions={
          <a href={`/api/ui/audit?${query}`} download className={buttonVariants()}>
            <Download aria-hidden="true" />
            Export as CSV
          </a>
        }
      />
      <div className="flex flex-wrap items-end justify-between gap-3">
        <FilterForm filter={input} />
        <ClockChoice />
      </div>
      {!parsed.success && (
        <Alert tone="warning" title={parsed.error.issues[0]?.message ?? "This filter cannot be read."}>
          Everything is shown instead.
        </Alert>
      )}
      {entries.length === 0 ? (
        <EmptyState icon={ScrollText} title="Nothing like that">
          {given.before
            ? "There is nothing older."
            : "Nobody has done anything that this filter lets through."}
        </EmptyState>
      ) : (
        <AuditTable entries={entries} />
      )}
      <nav aria-label="Pages" className="flex items-center gap-2">
        {given.before && (
          <Link href={`/audit?${query}`} className={buttonVariants()}>
            Newest
          </Link>
        )}
        {next && (
          <Link
            href={`/audit?${new URLSearchParams([...query, ["before", next]])}`}
            className={buttonVariants()}
          >
            Older
          </Link>
        )}
      </nav>
    </div>
  );
}
