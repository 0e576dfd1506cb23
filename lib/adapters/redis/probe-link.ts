import { connect } from "node:tls";
import { DomainError } from "../../core/errors";
import type { Link } from "./connection";

const TIMEOUT_MS = 3_000;

/** Resolves when the link lets us in with our certificate and shows one of the platform's. @throws DomainError `unavailable`. */
export async function probeLink(link: Link): Promise<void> {
  const { host, port, serverName, caPem, certPem, keyPem } = await link();
  await new Promise<void>((resolve, reject) => {
    const socket = connect({
      host,
      port,
      servername: serverName,
      ca: caPem,
      cert: certPem,
      key: keyPem,
      timeout: TIMEOUT_MS,
      // With 1.3 the handshake is over for us before the link has looked at our certificate.
      maxVersion: "TLSv1.2",
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
