import type { Metadata } from "next";
import { NotRunning, whyNotRunning } from "@/components/data/not-running";
import { Operators } from "@/components/roles/role";
import { getDatabase } from "@/lib/services/databases/get-database";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { Clients } from "./clients";
import { Latency } from "./latency";
import { Memory } from "./memory";
import { SlowLog } from "./slow-log";

export const metadata: Metadata = { title: "Diagnostics" };

type DiagnosticsPageProps = { params: Promise<{ resourceId: string }> };

export default async function DiagnosticsPage({ params }: DiagnosticsPageProps) {
  const database = await orNotFound(getDatabase(await requireContext(), await params));
  const why = whyNotRunning(database);
  if (why) return <NotRunning>{why}</NotRunning>;
  const { resourceId } = database;
  return (
    <div className="grid min-w-0 gap-8">
      <Operators>
        <SlowLog resourceId={resourceId} />
      </Operators>
      <Clients resourceId={resourceId} />
      <Operators>
        <Memory resourceId={resourceId} />
      </Operators>
      <Latency resourceId={resourceId} />
    </div>
  );
}
