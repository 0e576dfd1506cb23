import { connect, type TLSSocket } from "node:tls";
import { DomainError } from "../../core/errors";
import type { DatabaseDoor } from "../../ports/database-door";
import { type Link, type LinkAddress, nameCheck } from "./connection";
import { isAway, silent, translate } from "./translate";

const TIMEOUT_MS = 4_000;

/** Byte streams through the link. */
export function linkDoor(link: Link): DatabaseDoor {
  return { open: async (serviceName) => openStream(await link(), serviceName) };
}

/** The same, and over it TLS to the service itself, which has proven that it is of that name. */
export async function openSecureStream(
  link: LinkAddress,
  { serviceName, tlsName }: { serviceName: string; tlsName: string },
): Promise<TLSSocket> {
  const stream = await openStream(link, serviceName);
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: stream, ca: link.caPem, servername: tlsName });
    const refuse = (cause: Error) => {
      clearTimeout(late);
      stream.destroy();
      socket.destroy();
      reject(isAway(cause) ? silent(serviceName, cause) : unproven(serviceName, cause));
    };
    const closed = () =>
      refuse(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" }));
    const giveUp = () => refuse(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
    const late = setTimeout(giveUp, TIMEOUT_MS);
    stream.once("close", closed);
    socket.once("error", refuse).once("secureConnect", () => {
      clearTimeout(late);
      stream.off("close", closed).once("close", () => socket.destroy());
      socket.off("error", refuse);
      resolve(socket);
    });
  });
}

const unproven = (serviceName: string, cause: Error): DomainError =>
  new DomainError(
    "unavailable",
    "tls_refused",
    `${serviceName} does not speak TLS as it should: ${cause.message}.`,
    {
      cause,
    },
  );

export function openStream(link: LinkAddress, serviceName: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: link.host,
      port: link.port,
      ca: link.caPem,
      cert: link.certPem,
      key: link.keyPem,
      servername: serviceName,
      checkServerIdentity: nameCheck(link),
      // With 1.3 the handshake is over for us before the link has looked at our certificate.
      maxVersion: "TLSv1.2",
    });
    const refuse = (cause: Error) => {
      socket.destroy();
      reject(translate(serviceName, cause));
    };
    const giveUp = () => {
      socket.destroy();
      reject(silent(serviceName, new Error("the link did not answer in time")));
    };
    socket.setTimeout(TIMEOUT_MS).once("timeout", giveUp).once("error", refuse);
    socket.once("secureConnect", () => {
      socket.off("timeout", giveUp).off("error", refuse).setTimeout(0);
      resolve(socket.setNoDelay(true).setKeepAlive(true));
    });
  });
}
