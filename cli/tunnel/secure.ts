import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import { CERTIFICATE_AUTHORITY_ROUTES } from "@/lib/contract/api/certificate-authority";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Session } from "../session";

/** The certificate of the authority that databases of this Berth are known by, PEM. */
export const loadAuthority = async ({ call }: Session): Promise<string> =>
  (await call(CERTIFICATE_AUTHORITY_ROUTES.getCertificateAuthority)).data;

/** TLS over a stream to a database, which has to prove that it is `name`. @throws Failure when it does not. */
export function secureStream(stream: Duplex, { ca, name }: { ca: string; name: string }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: stream, ca, servername: name });
    const refuse = (cause: Error) => {
      socket.destroy();
      reject(new Failure(EXIT.unavailable, `No TLS to ${name}: ${cause.message}`));
    };
    const closed = () => refuse(new Error("the connection was closed"));
    stream.once("close", closed);
    socket.once("error", refuse).once("secureConnect", () => {
      stream.off("close", closed).once("close", () => socket.destroy());
      socket.off("error", refuse);
      resolve(socket);
    });
  });
}
