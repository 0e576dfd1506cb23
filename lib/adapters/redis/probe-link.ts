import { connect, createSecureContext, type SecureContext } from "node:tls";
import { DomainError } from "../../core/errors";
import type { Link, LinkAddress } from "./connection";

const TIMEOUT_MS = 3_000;
/** Reading keys and certificates costs more than the connection itself. */
const contexts = new WeakMap<LinkAddress, SecureContext>();

/** Resolves when the link lets us in with our certificate and shows one of the platform's. @throws DomainError `unavailable`. */
export async function probeLink(link: Link): Promise<void> {
  const address = await link();
  const { host, port, serverName, caPem, certPem, keyPem } = address;
  const secureContext =
    contexts.get(address) ??
    // With 1.3 the handshake is over for us before the link has looked at our certificate.
    createSecureContext({ ca: caPem, cert: certPem, key: keyPem, maxVersion: "TLSv1.2" });
  contexts.set(address, secureContext);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({
      host,
      port,
      servername: serverName,
      secureContext,
      timeout: TIMEOUT_MS,
    });
    const refuse = (cause?: Error) => {
      socket.destroy();
      const message =
        "The link to the databases does not answer. The worker makes it run again within a minute.";
      reject(new DomainError("unavailable", "link_unreachable", message, { cause }));
    };
    socket.once("secureConnect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", refuse).once("timeout", () => refuse());
  });
}
