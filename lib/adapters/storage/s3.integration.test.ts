import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startS3 } from "@/tests/tools";
import { DomainError } from "../../core/errors";
import { MIB } from "../../core/units";
import type { StoredObject } from "../../ports/backup-storage";
import { backupStorageContract, objectOf } from "../../ports/backup-storage.contract";
import { s3Storage } from "./s3";
import type { S3Location } from "./s3-client";

const BUCKET = "backups";
let server: Awaited<ReturnType<typeof startS3>>;
let prefixes = 0;
beforeAll(async () => {
  server = await startS3(BUCKET);
});
afterAll(() => server?.stop());

/** What comes of asking a server that says nothing, which takes most of a minute: asked while the other tests run. */
let silence: Promise<{ error: unknown; ms: number }>;
beforeAll(async () => {
  const mute = createServer(() => {});
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  const storage = s3Storage(await locationOf({ endpoint: endpointOf(mute) }));
  const startedAt = Date.now();
  silence = storage
    .stat("a")
    .then(
      () => null,
      (error: unknown) => error,
    )
    .then((error) => ({ error, ms: Date.now() - startedAt }))
    .finally(() => {
      mute.closeAllConnections();
      mute.close();
    });
});

function endpointOf(listening: Server): string {
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const locationOf = async (changes: Partial<S3Location> = {}): Promise<S3Location> => ({
  kind: "s3",
  endpoint: await server.endpoint(),
  region: "us-east-1",
  bucket: BUCKET,
  // What another test has stored is not there for this one.
  prefix: `p${++prefixes}/below`,
  accessKeyId: "test",
  secretAccessKey: "test-secret",
  ...changes,
});

backupStorageContract(async () => ({ storage: s3Storage(await locationOf()) }));

async function listed(content: AsyncIterable<StoredObject>): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  for await (const object of content) found.push(object);
  return found;
}

it("two prefixes of a bucket are two storages", async () => {
  const [one, other] = [s3Storage(await locationOf()), s3Storage(await locationOf({ prefix: "" }))];
  await one.put(objectOf("a/one.age", randomBytes(10)));
  expect(await other.stat("a/one.age")).toBeNull();
  await other.put(objectOf("a/one.age", randomBytes(20)));
  expect((await one.stat("a/one.age"))?.bytes).toBe(10);
});

it("more objects than a page holds are listed", async () => {
  const location = await locationOf();
  const names = Array.from({ length: 1_010 }, (_, index) => `a/${String(index).padStart(4, "0")}`);
  await server.sh(
    `python3 -c '
import sys, urllib.request as web
for name in sys.stdin.read().split():
    at = "http://127.0.0.1:5000/${BUCKET}/${location.prefix}/" + name
    web.urlopen(web.Request(at, data=b"x", method="PUT"))'`,
    Buffer.from(names.join("\n")),
  );
  expect((await listed(s3Storage(location).list("a/"))).map(({ name }) => name)).toEqual(names);
});

it("what a dead process left unfinished is taken away", async () => {
  const location = await locationOf();
  const { openBucket } = await import("./s3-client");
  const { bucket, ask } = openBucket(location);
  const at = { Bucket: bucket, Prefix: location.prefix };
  const unfinished = () =>
    ask(async (client, sdk) => (await client.send(new sdk.ListMultipartUploadsCommand(at))).Uploads ?? []);
  await ask((client, sdk) =>
    client.send(
      new sdk.CreateMultipartUploadCommand({ Bucket: bucket, Key: `${location.prefix}/a/old.age` }),
    ),
  );
  // This server says of each that it was begun in 2010.
  expect(await unfinished()).toHaveLength(1);
  await s3Storage(location).removeUnfinished();
  expect(await unfinished()).toEqual([]);
});

it("a bucket that is not there is refused, and not taken for an empty one", async () => {
  const storage = s3Storage(await locationOf({ bucket: "no-such-bucket" }));
  const refused = {
    code: "conflict",
    reason: "storage_refused",
    message: expect.stringMatching(/no-such-bucket.*NoSuchBucket/),
  };
  await expect(storage.put(objectOf("a/one.age", randomBytes(10)))).rejects.toMatchObject(refused);
  await expect(storage.stat("a/one.age")).rejects.toMatchObject(refused);
  await expect(storage.read("a/one.age")).rejects.toMatchObject(refused);
  await expect(listed(storage.list(""))).rejects.toMatchObject(refused);
});

describe("a server that dies", () => {
  const away = { code: "unavailable", reason: "storage_away" };

  it("while an object is stored ends the put, the source and nothing else; the next put gets through", async () => {
    const location = await locationOf();
    const content = randomBytes(30 * MIB);
    const whole = objectOf("a/cut.age", content);
    let isSourceEnded = false;
    const body = (async function* () {
      try {
        let seen = 0;
        for await (const piece of whole.body) {
          seen += piece.length;
          if (seen > 20 * MIB && seen - piece.length <= 20 * MIB) await server.kill();
          yield piece;
        }
      } finally {
        isSourceEnded = true;
      }
    })();
    await expect(s3Storage(location).put({ ...whole, body })).rejects.toMatchObject(away);
    expect(isSourceEnded).toBe(true);
    await expect(s3Storage(location).stat("a/cut.age")).rejects.toMatchObject(away);
    await server.start();
    const storage = s3Storage({ ...location, endpoint: await server.endpoint() });
    expect(await storage.stat("a/cut.age")).toBeNull();
    expect(await storage.put(objectOf("a/cut.age", content))).toEqual({ bytes: content.length });
  });

  it("while an object is read ends the reading", async () => {
    const storage = s3Storage(await locationOf());
    await storage.put(objectOf("a/long.age", randomBytes(40 * MIB)));
    let bytes = 0;
    const reading = (async () => {
      for await (const piece of await storage.read("a/long.age")) {
        if (bytes === 0) await server.kill();
        bytes += piece.length;
      }
    })();
    await expect(reading).rejects.toMatchObject(away);
    expect(bytes).toBeLessThan(40 * MIB);
    await server.start();
  });
});

describe("a server that answers otherwise", () => {
  let stub: Server | null = null;
  afterEach(() => {
    stub?.closeAllConnections();
    stub?.close();
    stub = null;
  });

  async function storageOf(listener: RequestListener) {
    const listening = createServer(listener);
    stub = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    return s3Storage(await locationOf({ endpoint: endpointOf(listening), prefix: "" }));
  }

  const xml = (code: string) =>
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no.</Message></Error>`;

  it.each([
    [403, xml("AccessDenied"), "storage_refused"],
    [403, xml("SignatureDoesNotMatch"), "storage_refused"],
    [400, xml("InvalidArgument"), "storage_refused"],
    [507, xml("XMinioStorageFull"), "storage_full"],
    [403, xml("QuotaExceeded"), "storage_full"],
    [503, xml("SlowDown"), "storage_away"],
    [500, "", "storage_away"],
    [404, "<html>not here</html>", "storage_refused"],
    [200, "hello", "storage_refused"],
  ])("%i %s is %s", async (status, body, reason) => {
    const storage = await storageOf((_, answer) => void answer.writeHead(status).end(body));
    await expect(storage.stat("a")).rejects.toSatisfy(
      (error) => error instanceof DomainError && error.reason === reason,
    );
  });

  it("an address where nobody listens is away", async () => {
    const storage = s3Storage(await locationOf({ endpoint: "http://127.0.0.1:1" }));
    await expect(storage.stat("a")).rejects.toMatchObject({ code: "unavailable", reason: "storage_away" });
  });

  it("one that takes connections and says nothing is away within a minute", {
    timeout: 270_000,
  }, async () => {
    const { error, ms } = await silence;
    expect(error).toMatchObject({ code: "unavailable", reason: "storage_away" });
    expect(ms).toBeLessThan(60_000);
  });
});
