import { once } from "node:events";
import { createServer, type TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { say } from "@/tests/ssh";
import { x509CertificateAuthority } from "../adapters/certificates/x509";
import type { LinkAddress } from "../adapters/redis/connection";
import { linkDoor, openSecureStream } from "../adapters/redis/door";

const { createAuthority, issueClient, issueServer } = x509CertificateAuthority;

/** As the link: asks for a certificate of its authority, and tells which service was named. */
async function withLink(
  work: (address: LinkAddress) => Promise<void>,
  answer = (socket: TLSSocket, name: unknown, bytes: Buffer): unknown => socket.write(`${name} ${bytes}`),
): Promise<void> {
  const authority = await createAuthority("test");
  const server = await issueServer(authority, { names: ["the-link"], validDays: 1 });
  const client = await issueClient(authority, { name: "test", validDays: 1 });
  const listener = createServer(
    {
      key: server.keyPem,
      cert: server.certificatePem,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket: TLSSocket) => {
      const name = (socket as { servername?: string | false }).servername;
      socket.on("error", () => {}).on("data", (bytes) => answer(socket, name, bytes));
    },
  );
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const place = listener.address();
  const port = typeof place === "object" && place ? place.port : 0;
  const { certificatePem: certPem, keyPem } = client;
  try {
    await work({
      host: "127.0.0.1",
      port,
      serverName: "the-link",
      caPem: authority.certificatePem,
      certPem,
      keyPem,
    });
  } finally {
    listener.close();
  }
}

test("a stream leads to the service that is named, and ends when it is ended", async () => {
  await withLink(async (address) => {
    const stream = await linkDoor(async () => address).open("b00001-my-app-3030");
    expect(await say(stream, "PING")).toBe("b00001-my-app-3030 PING");
    stream.end();
    await once(stream.resume(), "close");
  });
});

const asked = { serviceName: "b00001-my-app-3030", tlsName: "db.example.org" };

test("a link that is cut off while TLS to a service begins is away, and may be back", async () => {
  const cut = (socket: TLSSocket) => socket.destroy();
  await withLink(async (address) => {
    await expect(openSecureStream(address, asked)).rejects.toMatchObject({
      code: "unavailable",
      reason: "redis_unreachable",
    });
  }, cut);
});

test("a service that speaks no TLS is told as that", async () => {
  await withLink(async (address) => {
    await expect(openSecureStream(address, asked)).rejects.toMatchObject({ reason: "tls_refused" });
  });
});

test("a link that takes us for a stranger, or is one itself, is refused before a byte is sent", async () => {
  await withLink(async (address) => {
    const foreign = await createAuthority("other");
    const client = await issueClient(foreign, { name: "test", validDays: 1 });
    const wrong: LinkAddress[] = [
      { ...address, certPem: client.certificatePem, keyPem: client.keyPem },
      { ...address, caPem: foreign.certificatePem },
      { ...address, serverName: "another-link" },
    ];
    for (const one of wrong)
      await expect(linkDoor(async () => one).open("b00001-my-app-3030")).rejects.toMatchObject({
        code: "unavailable",
      });
  });
});

test("a link that does not run is told so", async () => {
  await withLink(async (address) => {
    const door = linkDoor(async () => ({ ...address, port: 1 }));
    await expect(door.open("b00001-my-app-3030")).rejects.toMatchObject({
      code: "unavailable",
      reason: "link_unreachable",
    });
  });
});
