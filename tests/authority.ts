import { X509Certificate } from "node:crypto";
import { x509CertificateAuthority } from "../lib/adapters/certificates/x509";
import { CONTROL_PLANE } from "../lib/core/databases/gateway-door";
import type { KeyPair, PlatformAuthority } from "../lib/ports/certificate-authority";

const { createAuthority, issueServer, issueClient } = x509CertificateAuthority;

type TestAuthority = PlatformAuthority & { issueClient(name?: string): Promise<KeyPair> };

/** An authority of a test's own, made when it is first needed, and the certificate that it gives the control plane. */
export function testAuthority(): TestAuthority {
  let made: ReturnType<typeof createAuthority> | undefined;
  const load = () => {
    made ??= createAuthority("Berth test");
    return made;
  };
  return {
    certificatePem: async () => (await load()).certificatePem,
    issueServer: async (names) => {
      const issued = await issueServer(await load(), { names, validDays: 365 });
      return { ...issued, expiresAt: new Date(new X509Certificate(issued.certificatePem).validTo) };
    },
    issueClient: async (name = CONTROL_PLANE) => issueClient(await load(), { name, validDays: 1 }),
  };
}
