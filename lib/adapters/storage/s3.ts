import { isUnavailable } from "../../core/errors";
import type { BackupStorage, ByteRange, StoredObject } from "../../ports/backup-storage";
import { objectName } from "./object-name";
import { nameTaken, notFound, storageAway, UNFINISHED_MS } from "./refusals";
import { type Bucket, isS3, openBucket, type S3Location } from "./s3-client";
import { putIntoBucket, underWay } from "./s3-put";

/** A stream that is cut goes on where it was, as long as it gets further. */
const TRIES_WITHOUT_PROGRESS = 3;

/** Objects of a bucket that speaks S3, below a prefix of their own. */
export function s3Storage(location: S3Location): BackupStorage {
  const bucket = openBucket(location);
  const folder = location.prefix.replace(/^\/+|\/+$/g, "");
  const above = folder === "" ? "" : `${folder}/`;
  const keyOf = (name: string) => above + objectName(name);
  /** By a list, which tells a missing object from a missing bucket; an object's own name is the first that begins so. */
  const find = async (name: string): Promise<StoredObject | null> => {
    const key = keyOf(name);
    const { Contents = [] } = await bucket.ask((client, sdk) =>
      client.send(new sdk.ListObjectsV2Command({ Bucket: location.bucket, Prefix: key, MaxKeys: 1 })),
    );
    return Contents[0]?.Key === key ? storedOf(Contents[0], above) : null;
  };
  return {
    put: async (object) => {
      if (await find(object.name)) throw nameTaken(object.name);
      const target = { bucket, key: keyOf(object.name), name: object.name };
      return { bytes: await putIntoBucket(target, object) };
    },
    read: async (name, range) => {
      const found = await find(name);
      if (!found) throw notFound(name);
      const to = Math.min(range?.to ?? found.bytes, found.bytes);
      return piecesOf(bucket, { name, key: keyOf(name), range: { from: range?.from ?? 0, to } });
    },
    stat: find,
    list: (prefix) => listBucket(bucket, above, prefix),
    remove: async (name) => {
      const Key = keyOf(name);
      await bucket.ask((client, sdk) =>
        client.send(new sdk.DeleteObjectCommand({ Bucket: location.bucket, Key })),
      );
    },
    removeUnfinished: () => removeUnfinished(bucket, above),
    freeBytes: async () => null,
  };
}

type Content = { Key?: string; Size?: number; LastModified?: Date };

const storedOf = (
  { Key = "", Size = 0, LastModified = new Date(0) }: Content,
  above: string,
): StoredObject => ({
  name: Key.slice(above.length),
  bytes: Size,
  storedAt: LastModified,
});

type Part = { name: string; key: string; range: ByteRange };

async function* piecesOf(bucket: Bucket, part: Part): AsyncGenerator<Uint8Array> {
  const { to } = part.range;
  let at = part.range.from;
  for (let tries = 1; at < to; tries++) {
    try {
      for await (const piece of await bodyOf(bucket, { ...part, range: { from: at, to } })) {
        at += piece.length;
        tries = 0;
        yield piece;
      }
      if (at < to) throw storageAway(`The bucket ${bucket.bucket}`, `${part.name} ended before its end.`);
    } catch (error) {
      const told = bucket.translate(error);
      if (!isUnavailable(told) || tries >= TRIES_WITHOUT_PROGRESS) throw told;
    }
  }
}

async function bodyOf(bucket: Bucket, { name, key, range }: Part): Promise<AsyncIterable<Uint8Array>> {
  const Range = `bytes=${range.from}-${range.to - 1}`;
  try {
    const { Body } = await bucket.ask((client, sdk) =>
      client.send(new sdk.GetObjectCommand({ Bucket: bucket.bucket, Key: key, Range })),
    );
    if (!Body) throw storageAway(`The bucket ${bucket.bucket}`, `${name} came without content.`);
    return Body.transformToWebStream();
  } catch (error) {
    if (isS3(error, "NoSuchKey")) throw notFound(name, error);
    throw error;
  }
}

async function* listBucket(bucket: Bucket, above: string, prefix: string): AsyncGenerator<StoredObject> {
  let ContinuationToken: string | undefined;
  do {
    const page = await bucket.ask((client, sdk) =>
      client.send(
        new sdk.ListObjectsV2Command({ Bucket: bucket.bucket, Prefix: above + prefix, ContinuationToken }),
      ),
    );
    for (const content of page.Contents ?? []) yield storedOf(content, above);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

async function removeUnfinished(bucket: Bucket, above: string): Promise<void> {
  const at = { Bucket: bucket.bucket };
  const before = Date.now() - UNFINISHED_MS;
  let next: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
  while (next) {
    const markers: { KeyMarker?: string; UploadIdMarker?: string } = next;
    const page = await bucket.ask((client, sdk) =>
      client.send(new sdk.ListMultipartUploadsCommand({ ...at, Prefix: above, ...markers })),
    );
    for (const { Key, UploadId = "", Initiated } of page.Uploads ?? []) {
      if (underWay.has(UploadId) || !Initiated || Initiated.getTime() > before) continue;
      await bucket.ask((client, sdk) =>
        client.send(new sdk.AbortMultipartUploadCommand({ ...at, Key, UploadId })),
      );
    }
    next = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      : null;
  }
}
