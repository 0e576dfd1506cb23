import { randomUUID } from "node:crypto";
import type { CompletedPart } from "@aws-sdk/client-s3";
import { inBlocks } from "../../core/bytes/in-blocks";
import { isRefusal } from "../../core/errors";
import { MIB } from "../../core/units";
import type { NewObject } from "../../ports/backup-storage";
import { nameTaken } from "./refusals";
import { type Bucket, isS3 } from "./s3-client";

/** At most 10,000 parts make an object: 78 GiB. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES = 8 * MIB;

/** Uploads of this process: some servers do not tell how old one is. */
export const underWay = new Set<string>();
/** What this process stores just now: not every server refuses the second of two. */
const taken = new Set<string>();

type Target = { bucket: Bucket; key: string; name: string };
/** Of one put alone, so that an object is known for its own when the answer was lost. */
type Put = Target & { id: string };

/** The bytes of the object. Its first part, which holds the head, is sent last; a small object is sent whole. */
export async function putIntoBucket(target: Target, object: NewObject): Promise<number> {
  const place = `${target.bucket.place}/${target.key}`;
  if (taken.has(place)) throw nameTaken(target.name);
  taken.add(place);
  try {
    return await putFree(target, object);
  } finally {
    taken.delete(place);
  }
}

async function putFree(target: Target, { head, body }: NewObject): Promise<number> {
  const put = { ...target, id: randomUUID() };
  const blocks = inBlocks(body, PART_BYTES);
  try {
    const first = await nextOf(blocks);
    const second = await nextOf(blocks);
    if (second.length > 0) return await putInParts(put, { head, first, second, blocks });
    const whole = Buffer.concat([await head.read(), first]);
    await putWhole(put, whole);
    return whole.length;
  } finally {
    await blocks.return(undefined);
  }
}

async function nextOf(blocks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const next = await blocks.next();
  return next.done ? new Uint8Array() : next.value;
}

const putWhole = (put: Put, bytes: Uint8Array): Promise<void> =>
  withoutOverwriting(put, (condition) =>
    put.bucket.ask((client, sdk) =>
      client.send(
        new sdk.PutObjectCommand({
          Bucket: put.bucket.bucket,
          Key: put.key,
          Body: bytes,
          Metadata: { put: put.id },
          ...condition,
        }),
      ),
    ),
  );

type Pieces = {
  head: NewObject["head"];
  first: Uint8Array;
  second: Uint8Array;
  blocks: AsyncIterable<Uint8Array>;
};

async function putInParts(put: Put, { head, first, second, blocks }: Pieces): Promise<number> {
  const at = { Bucket: put.bucket.bucket, Key: put.key };
  const { UploadId = "" } = await put.bucket.ask((client, sdk) =>
    client.send(new sdk.CreateMultipartUploadCommand({ ...at, Metadata: { put: put.id } })),
  );
  const upload = { ...at, UploadId };
  underWay.add(UploadId);
  const send = async (PartNumber: number, Body: Uint8Array): Promise<CompletedPart> => {
    const { ETag } = await put.bucket.ask((client, sdk) =>
      client.send(new sdk.UploadPartCommand({ ...upload, PartNumber, Body })),
    );
    return { PartNumber, ETag };
  };
  try {
    const sent = await sendRest(send, second, blocks);
    const beginning = Buffer.concat([await head.read(), first]);
    const Parts = [await send(1, beginning), ...sent.parts];
    await withoutOverwriting(put, (condition) =>
      put.bucket.ask((client, sdk) =>
        client.send(
          new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...condition }),
        ),
      ),
    );
    return beginning.length + sent.bytes;
  } catch (error) {
    await put.bucket
      .ask((client, sdk) => client.send(new sdk.AbortMultipartUploadCommand(upload)))
      // What cannot be taken away now goes with the unfinished ones, a day later.
      .catch((later: unknown) => {
        if (!isRefusal(later)) throw later;
      });
    throw error;
  } finally {
    underWay.delete(UploadId);
  }
}

/** All parts but the first, one on its way while the next is gathered. */
async function sendRest(
  send: (number: number, bytes: Uint8Array) => Promise<CompletedPart>,
  second: Uint8Array,
  blocks: AsyncIterable<Uint8Array>,
): Promise<{ parts: CompletedPart[]; bytes: number }> {
  const parts: CompletedPart[] = [];
  let bytes = second.length;
  let onItsWay = send(2, second);
  // Awaited below in every case, but perhaps only after the next block has come.
  onItsWay.catch(() => {});
  try {
    for await (const block of blocks) {
      parts.push(await onItsWay);
      bytes += block.length;
      onItsWay = send(parts.length + 2, block);
      onItsWay.catch(() => {});
    }
    parts.push(await onItsWay);
    return { parts, bytes };
  } finally {
    await Promise.allSettled([onItsWay]);
  }
}

type Condition = { IfNoneMatch?: "*" };

/** The name was free a moment ago; a server that knows conditions refuses it when it is not any more. */
async function withoutOverwriting(put: Put, send: (condition: Condition) => Promise<unknown>): Promise<void> {
  const sendAnyway = (error: unknown) => {
    if (isS3(error, "NotImplemented")) return send({});
    throw error;
  };
  try {
    await send({ IfNoneMatch: "*" }).catch(sendAnyway);
  } catch (error) {
    // Sent twice because an answer was lost, it meets itself there.
    if (await isThere(put)) return;
    if (isS3(error, "PreconditionFailed", "ConditionalRequestConflict")) throw nameTaken(put.name, error);
    throw error;
  }
}

/** False also when nobody can tell. */
async function isThere({ bucket, key, id }: Put): Promise<boolean> {
  try {
    const { Metadata } = await bucket.ask((client, sdk) =>
      client.send(new sdk.HeadObjectCommand({ Bucket: bucket.bucket, Key: key })),
    );
    return Metadata?.put === id;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
