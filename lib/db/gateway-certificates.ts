import { prisma, query } from "./client";

/** What is known of a gateway's certificate without its key. */
export type GatewayCertificateFacts = {
  databaseId: string;
  names: string[];
  expiresAt: Date;
  /** The gateway's revision at the last renewal: one of this revision starts with the former certificate. Null for one that never was. */
  renewedAtRevision: number | null;
  /** When that former one ends. */
  startsWithUntil: Date | null;
};

export type GatewayCertificateRow = GatewayCertificateFacts & {
  certificatePem: string;
  privateKeyEncrypted: string;
};

const FACTS = {
  databaseId: true,
  names: true,
  expiresAt: true,
  renewedAtRevision: true,
  startsWithUntil: true,
} as const;

export async function findGatewayCertificate(databaseId: string): Promise<GatewayCertificateRow | null> {
  return query(() =>
    prisma().gatewayCertificate.findUnique({
      where: { databaseId },
      select: { ...FACTS, certificatePem: true, privateKeyEncrypted: true },
    }),
  );
}

/** Of databases that serve. */
export async function listGatewayCertificates(): Promise<GatewayCertificateFacts[]> {
  return query(() =>
    prisma().gatewayCertificate.findMany({
      where: { database: { addon: { status: "running" } } },
      select: FACTS,
    }),
  );
}

/** That of a serving database which ends first; null while there is none. */
export async function findFirstToEnd(): Promise<{ resourceId: string; expiresAt: Date } | null> {
  const row = await query(() =>
    prisma().gatewayCertificate.findFirst({
      where: { database: { addon: { status: "running" } } },
      orderBy: { expiresAt: "asc" },
      select: { expiresAt: true, database: { select: { addon: { select: { resourceId: true } } } } },
    }),
  );
  return row && { resourceId: row.database.addon.resourceId, expiresAt: row.expiresAt };
}

/** Keeps it in place of an earlier one, of which the gateway's next start may still be. */
export async function storeGatewayCertificate(
  row: Pick<
    GatewayCertificateRow,
    "databaseId" | "names" | "expiresAt" | "certificatePem" | "privateKeyEncrypted"
  >,
): Promise<void> {
  const { databaseId, names, expiresAt, certificatePem, privateKeyEncrypted } = row;
  await query(
    () => prisma().$executeRaw`
      INSERT INTO gateway_certificates AS g ("databaseId", names, "certificatePem", "privateKeyEncrypted", "expiresAt")
      VALUES (${databaseId}::uuid, ${names}, ${certificatePem}, ${privateKeyEncrypted}, ${expiresAt})
      ON CONFLICT ("databaseId") DO UPDATE SET
        names = excluded.names,
        "certificatePem" = excluded."certificatePem",
        "privateKeyEncrypted" = excluded."privateKeyEncrypted",
        "expiresAt" = excluded."expiresAt",
        "startsWithUntil" = CASE
          WHEN g."renewedAtRevision" = (SELECT "gatewayRevision" FROM databases WHERE id = g."databaseId")
          THEN g."startsWithUntil" ELSE g."expiresAt" END,
        "renewedAtRevision" = (SELECT "gatewayRevision" FROM databases WHERE id = g."databaseId")`,
  );
}
