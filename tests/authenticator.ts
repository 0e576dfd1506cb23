import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

type Answering = { origin?: string; isVerified?: boolean; counter?: number };

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();

/** What the browser says that it was asked. */
const clientData = (type: string, options: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge: JSON.parse(options).challenge, origin, crossOrigin: false }));

/** A device with one passkey, as a browser answers for it. @source https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
export function authenticator(home: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const name = { id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key" };
  const data = (
    flags: number,
    { counter = 0, isVerified = true }: Answering,
    rest: Buffer[] = [],
  ): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const all = flags | PRESENT | (isVerified ? VERIFIED : 0);
    return Buffer.concat([sha256(new URL(home).hostname), Buffer.from([all]), count, ...rest]);
  };
  /** The public key as CBOR: `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`. */
  const key = (): Buffer => {
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const begin = Buffer.from("a5010203262001215820", "hex");
    const between = Buffer.from("225820", "hex");
    return Buffer.concat([begin, Buffer.from(x, "base64url"), between, Buffer.from(y, "base64url")]);
  };
  return {
    create: (options: string, how: Answering = {}): string => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = data(WITH_KEY, how, [Buffer.alloc(16), length, id, key()]);
      // `{"fmt": "none", "attStmt": {}, "authData": …}`
      const object = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a0686175746844617461", "hex"),
        Buffer.from([0x58, authData.length]),
        authData,
      ]);
      const client = clientData("webauthn.create", options, how.origin ?? home);
      return JSON.stringify({
        ...name,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString("base64url"),
          attestationObject: object.toString("base64url"),
          transports: ["internal"],
        },
      });
    },
    get: (options: string, how: Answering = {}): string => {
      const authData = data(0, how);
      const client = clientData("webauthn.get", options, how.origin ?? home);
      return JSON.stringify({
        ...name,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: sign("sha256", Buffer.concat([authData, sha256(client)]), privateKey).toString(
            "base64url",
          ),
        },
      });
    },
  };
}
