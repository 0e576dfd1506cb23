import { isUniqueViolation, prisma, query } from "./client";

export type CertificateRow = { name: string; certificatePem: string; privateKeyEncrypted: string };

/** By its name ("ca", "link-server", "link-client", "engine-" with the id of a host). */
export async function findCertificate(name: string): Promise<CertificateRow | null> {
  return query(() =>
    prisma().certificate.findUnique({
      where: { name },
      select: { name: true, certificatePem: true, privateKeyEncrypted: true },
    }),
  );
}

/** All of the platform's own, by name, without their keys. */
export async function listCertificates(): Promise<{ name: string; certificatePem: string }[]> {
  return query(() =>
    prisma().certificate.findMany({
      select: { name: true, certificatePem: true },
      orderBy: { name: "asc" },
    }),
  );
}

/** Of what is no more; does nothing when there is none of that name. */
export async function deleteCertificate(name: string): Promise<void> {
  await query(() => prisma().certificate.deleteMany({ where: { name } }));
}

/** Keeps a certificate unless one of that name exists: the first one wins. Returns false when it lost. */
export async function insertCertificate(row: CertificateRow): Promise<boolean> {
  try {
    await query(() => prisma().certificate.create({ data: row, select: { name: true } }));
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
