import { connect, type TLSSocket } from "node:tls";
import type { DatabaseDoor } from "../../ports/database-door";
import { type Link, type LinkAddress, nameCheck } from "./connection";
import { silent, translate } from "./translate";

const TIMEOUT_MS = 4_000;

/** Byte streams through the link. */
export function linkDoor(link: Link): DatabaseDoor {
  return { open: async (serviceName) => openStream(await link(), serviceName) };
}

function openStream(link: LinkAddress, serviceName: string): Promise<TLSSocket> {
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
