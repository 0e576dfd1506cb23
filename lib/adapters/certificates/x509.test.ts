import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import { beforeAll, describe, expect, it } from "vitest";
import type { KeyPair } from "../../ports/certificate-authority";
import { x509CertificateAuthority as authorityOf } from "./x509";

let authority: KeyPair;
let server: KeyPair;
let client: KeyPair;

beforeAll(async () => {
  authority = await authorityOf.createAuthority("Berth test");
  server = await authorityOf.issueServer(authority, {
    names: ["link.berth", "other.berth", "192.0.2.7"],
    validDays: 30,
  });
  client = await authorityOf.issueClient(authority, { name: "control-plane", validDays: 30 });
});

/** Says "hello" to a server that asks for a certificate; resolves with what it says back. */
async function talk(input: {
  server: KeyPair;
  client?: KeyPair;
  servername: string;
  ca: string;
}): Promise<string> {
  const listening = createServer({
    key: input.server.keyPem,
    cert: input.server.certificatePem,
    ca: authority.certificatePem,
    requestCert: true,
    rejectUnauthorized: true,
  });
  listening.on("secureConnection", (socket: TLSSocket) => {
    socket.on("error", () => socket.destroy());
    socket.end(`hello ${socket.getPeerCertificate().subject.CN}`);
  });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  const socket = connect({
    host: "127.0.0.1",
    port,
    servername: input.servername,
    ca: input.ca,
    ...(input.client && { key: input.client.keyPem, cert: input.client.certificatePem }),
  });
  const refused = once(socket, "close").then(() => Promise.reject(new Error("closed without a word")));
  try {
    const [data] = await Promise.race([once(socket, "data"), refused]);
    return String(data);
  } finally {
    socket.destroy();
    listening.close();
  }
}

describe("x509CertificateAuthority", () => {
  it.each(["link.berth", "other.berth"])(
    "Node's TLS accepts server and client by the name %s",
    async (servername) => {
      const answer = await talk({ server, client, servername, ca: authority.certificatePem });
      expect(answer).toBe("hello control-plane");
    },
  );

  it("a name that is not in the certificate is refused", async () => {
    await expect(
      talk({ server, client, servername: "evil.berth", ca: authority.certificatePem }),
    ).rejects.toThrow(/altnames/);
  });

  it("a client without a certificate is refused", async () => {
    await expect(talk({ server, servername: "link.berth", ca: authority.certificatePem })).rejects.toThrow();
  });

  it("a client certificate cannot stand for a server, nor the other way round", async () => {
    await expect(
      talk({ server: client, client, servername: "control-plane", ca: authority.certificatePem }),
    ).rejects.toThrow(/purpose/);
    await expect(
      talk({ server, client: server, servername: "link.berth", ca: authority.certificatePem }),
    ).rejects.toThrow();
  });

  it("another authority of the same name is not trusted", async () => {
    const other = await authorityOf.createAuthority("Berth test");
    await expect(
      talk({ server, client, servername: "link.berth", ca: other.certificatePem }),
    ).rejects.toThrow();
  });

  it("an address is a name too, and no other address is", () => {
    const certificate = new X509Certificate(server.certificatePem);
    expect(certificate.checkIP("192.0.2.7")).toBe("192.0.2.7");
    expect(certificate.checkIP("192.0.2.8")).toBeUndefined();
  });

  it("certificates hold for clocks an hour behind and end when they should", () => {
    const certificate = new X509Certificate(server.certificatePem);
    const days = (new Date(certificate.validTo).getTime() - Date.now()) / 86_400_000;
    expect(Date.now() - new Date(certificate.validFrom).getTime()).toBeGreaterThanOrEqual(3_600_000);
    expect(Math.round(days)).toBe(30);
    const root = new X509Certificate(authority.certificatePem);
    expect(root.ca).toBe(true);
    expect(certificate.verify(root.publicKey)).toBe(true);
  });
});
