import type { Metadata } from "next";
import { busyReason } from "@/components/operations/words";
import { Section } from "@/components/ui/section";
import { refusalOf } from "@/lib/core/people/roles";
import { listDatabaseUsers } from "@/lib/services/database-users/list-database-users";
import { getOperation } from "@/lib/services/operations/get-operation";
import { databaseOfPage } from "@/lib/web/database";
import { requireContext } from "@/lib/web/session";
import { AddUserForm } from "./add-user-form";
import { Rotation } from "./rotation";
import { UserTable } from "./user-table";

export const metadata: Metadata = { title: "Users" };

/** These leave its node, and so its users, where they are. */
const HARMLESS = ["back-up", "drill"];

type UsersPageProps = { params: Promise<{ resourceId: string }> };

export default async function UsersPage({ params }: UsersPageProps) {
  const ctx = await requireContext();
  const database = await databaseOfPage((await params).resourceId);
  const { appName, resourceId, status, operationId, dataGone } = database;
  const [{ users, formerPasswordUntil }, last] = await Promise.all([
    listDatabaseUsers(ctx, { resourceId }),
    operationId ? getOperation(ctx, { app: appName, operationId }) : null,
  ]);
  const notRunning =
    refusalOf(database, "operate") ??
    (status === "running" && !dataGone ? null : "Only a running database has users to change.");
  const busy = busyReason(last);
  const refusal = notRunning ?? (last && HARMLESS.includes(last.kind) ? null : busy);
  return (
    <div className="grid gap-8">
      <Section
        title="Users"
        description={
          refusal ??
          "Who may sign in to Redis. A change is in effect at once and ends the connections of the user that it concerns."
        }
      >
        <UserTable resourceId={resourceId} users={users} refusal={refusal} />
      </Section>
      {refusal === null && (
        <Section title="Add a user">
          <AddUserForm resourceId={resourceId} />
        </Section>
      )}
      <Section title="Password of the addon" className="scroll-mt-20" id="password">
        <Rotation
          resourceId={resourceId}
          formerPasswordUntil={formerPasswordUntil}
          refusal={notRunning ?? busy}
        />
      </Section>
    </div>
  );
}
