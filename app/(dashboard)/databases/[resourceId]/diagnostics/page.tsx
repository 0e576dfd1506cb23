import type { Metadata } from "next";
import { NotRunning, whyNotRunning } from "@/components/data/not-running";
import { Operators } from "@/components/roles/role";
import { databaseOfPage } from "@/lib/web/database";
import { Clients } from "./clients";
import { Latency } from "./latency";
import { Memory } from "./memory";
import { SlowLog } from "./slow-log";

export const metadata: Metadata = { title: "Diagnostics" };

type DiagnosticsPageProps = { params: Promise<{ resourceId: string }> };

export default async function DiagnosticsPage({ params }: DiagnosticsPageProps) {
  const database = await databaseOfPage((await params).resourceId);
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
