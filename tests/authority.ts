import { X509Certificate } from "node:crypto";
import { x509CertificateAuthority } from "../lib/adapters/certificates/x509";
import { CONTROL_PLANE } from "../lib/core/databases/gateway-door";
import type { KeyPair, PlatformAuthority } from "../lib/ports/certificate-authority";

const { createAuthority, issueServer, issueClient } = x509CertificateAuthority;

/** An authority of a test's own, and the certificate that it gives the control plane. */
export function testAuthority(): PlatformAuthority & { issueClient(name?: string): Promise<KeyPair> } {
  const authority = createAuthority("Berth test");
  return {
    certificatePem: async () => (await authority).certificatePem,
    issueServer: async (names) => {
      const issued = await issueServer(await authority, { names, validDays: 365 });
      return { ...issued, expiresAt: new Date(new X509Certificate(issued.certificatePem).validTo) };
    },
    issueClient: async (name = CONTROL_PLANE) => issueClient(await authority, { name, validDays: 1 }),
  };
}
