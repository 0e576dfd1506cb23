import { X509Certificate } from "node:crypto";
import { x509CertificateAuthority } from "../adapters/certificates/x509";
import type { Link, LinkAddress } from "../adapters/redis/connection";
import { CONTROL_PLANE } from "../core/databases/gateway-door";
import { linkContainerName } from "../core/databases/names";
import { doorCertificateName, engineDoorName } from "../core/hosts/engine-door";
import { findCertificate, insertCertificate } from "../db/certificates";
import type { KeyPair, PlatformAuthority } from "../ports/certificate-authority";
import type { Cipher } from "../ports/cipher";

/** Of the link, which is made anew with the platform. */
const LINK_DAYS = 3_650;
/** Of gateways, whose certificates are renewed: what leaks is worth nothing after a year. */
const GATEWAY_DAYS = 365;

export type PlatformCertificates = { authority: KeyPair; linkServer: KeyPair; linkClient: KeyPair };

/** The platform's own authority and the certificates of both ends of the link; made at the first start, then the same for ever. */
export async function ensureCertificates(cipher: Cipher, instance: string): Promise<PlatformCertificates> {
  const { createAuthority, issueServer, issueClient } = x509CertificateAuthority;
  const authority = await ensure(cipher, "ca", () => createAuthority(`Berth ${instance}`));
  const server = { names: [linkContainerName(instance)], validDays: LINK_DAYS };
  const client = { name: CONTROL_PLANE, validDays: LINK_DAYS };
  const linkServer = await ensure(cipher, "link-server", () => issueServer(authority, server));
  const linkClient = await ensure(cipher, "link-client", () => issueClient(authority, client));
  return { authority, linkServer, linkClient };
}

/** Of the door of a host's engine; made when the host is first seen, then the same as long as it is there. */
export async function ensureDoorCertificate(
  cipher: Cipher,
  { instance, hostId }: { instance: string; hostId: string },
): Promise<{ authorityPem: string; door: KeyPair }> {
  const { authority } = await ensureCertificates(cipher, instance);
  const names = [engineDoorName(instance, hostId)];
  const door = await ensure(cipher, doorCertificateName(hostId), () =>
    x509CertificateAuthority.issueServer(authority, { names, validDays: LINK_DAYS }),
  );
  return { authorityPem: authority.certificatePem, door };
}

/** When two starts make it at once, both use what the first one kept. */
async function ensure(cipher: Cipher, name: string, make: () => Promise<KeyPair>): Promise<KeyPair> {
  const existing = await load(cipher, name);
  if (existing) return existing;
  const made = await make();
  await insertCertificate({
    name,
    certificatePem: made.certificatePem,
    privateKeyEncrypted: cipher.encrypt(made.keyPem),
  });
  return (await load(cipher, name)) ?? made;
}

async function load(cipher: Cipher, name: string): Promise<KeyPair | null> {
  const row = await findCertificate(name);
  return row && { certificatePem: row.certificatePem, keyPem: cipher.decrypt(row.privateKeyEncrypted) };
}

/** The authority for whoever needs a certificate of it. */
export const authorityOf = ({
  cipher,
  instance,
}: {
  cipher: Cipher;
  instance: string;
}): PlatformAuthority => ({
  certificatePem: async () => (await ensureCertificates(cipher, instance)).authority.certificatePem,
  issueServer: async (names) => {
    const { authority } = await ensureCertificates(cipher, instance);
    const issued = await x509CertificateAuthority.issueServer(authority, { names, validDays: GATEWAY_DAYS });
    return { ...issued, expiresAt: new Date(new X509Certificate(issued.certificatePem).validTo) };
  },
});

/** How the control plane enters the link: asked of the records when first needed, then remembered, for it never changes. */
export function linkOf(parts: { cipher: Cipher; instance: string; port: number }): Link {
  const { cipher, instance, port } = parts;
  let address: LinkAddress | undefined;
  return async () => {
    if (address) return address;
    const { authority, linkClient } = await ensureCertificates(cipher, instance);
    address = {
      host: "127.0.0.1",
      port,
      serverName: linkContainerName(instance),
      caPem: authority.certificatePem,
      certPem: linkClient.certificatePem,
      keyPem: linkClient.keyPem,
    };
    return address;
  };
}
