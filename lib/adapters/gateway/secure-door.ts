import type { TLSSocket } from "node:tls";
import { secure } from "./secure";
import type { Ways } from "./ways";

/**
 * TLS through the link to a door behind it, which lets in the control plane alone: that of a service, or of one container of it, whose
 * certificate is that of the service.
 * @throws Error with why there is none.
 */
export async function secureDoor(
  { openStream, credentials }: Ways,
  {
    prefix,
    serviceName,
    container = serviceName,
  }: { prefix: string; serviceName: string; container?: string },
): Promise<TLSSocket> {
  const { caPem, certPem, keyPem } = await credentials();
  const stream = await openStream(`${prefix}${container}`);
  // With 1.3 the handshake is over for us before the door has looked at our certificate.
  const ours = { ca: caPem, cert: certPem, key: keyPem, maxVersion: "TLSv1.2" } as const;
  return secure(stream, { ...ours, servername: serviceName });
}
