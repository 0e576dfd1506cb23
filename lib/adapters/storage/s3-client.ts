import type { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { DomainError } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import type { StorageLocation } from "../../ports/backup-storage";
import { storageAway, storageFull, storageRefused } from "./refusals";

export type S3Location = Extract<StorageLocation, { kind: "s3" }>;
type Sdk = typeof import("@aws-sdk/client-s3");

/** What is asked of a bucket. */
export type Bucket = {
  bucket: string;
  /** Of all places its own name. */
  place: string;
  /** Sends what `work` sends, and tells in the port's words what went wrong. */
  ask: <T>(work: (client: S3Client, sdk: Sdk) => Promise<T>) => Promise<T>;
  /** The same of an error of a stream that `ask` has answered. */
  translate: (error: unknown) => unknown;
};

/** Three tries of so long are less than the minute that the port promises. */
const TRIES = 3;
const CONNECT_MS = 5 * SECOND_MS;
const SILENCE_MS = 12 * SECOND_MS;

/** The client is made by the first call and kept: loading it costs what a Berth without such a storage need not have. */
export function openBucket(location: S3Location): Bucket {
  let opened: Promise<{ client: S3Client; sdk: Sdk }> | null = null;
  const translate = (error: unknown) => inWords(location, error);
  return {
    bucket: location.bucket,
    place: `${location.endpoint ?? location.region}/${location.bucket}`,
    ask: async (work) => {
      opened ??= open(location);
      const { client, sdk } = await opened;
      try {
        return await work(client, sdk);
      } catch (error) {
        throw translate(error);
      }
    },
    translate,
  };
}

async function open({ endpoint, region, accessKeyId, secretAccessKey }: S3Location) {
  const sdk = await import("@aws-sdk/client-s3");
  const client = new sdk.S3Client({
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: TRIES,
    // Servers that do not know checksums behind a body store them as a part of it.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  });
  return { client, sdk };
}

const Failure = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

const FULL = /StorageFull|QuotaExceeded|InsufficientStorage|InsufficientCapacity/;
/** Of the operating system and of Node's HTTP; those of a certificate have other names. */
const NETWORK = /^(E[A-Z]+|HPE_\w+|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_\w+)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO/;

const passes = (status: number): boolean => status >= 500 || [408, 409, 425, 429].includes(status);

function inWords({ bucket, endpoint, region }: S3Location, error: unknown): unknown {
  const failure = Failure.safeParse(error).data;
  if (!failure || error instanceof DomainError) return error;
  const storage = `The bucket ${bucket} at ${endpoint ?? region}`;
  const status = failure.$metadata?.httpStatusCode;
  const why = `${failure.name}: ${failure.message}`;
  if (status === 507 || FULL.test(failure.name)) return storageFull(storage, why, error);
  if (status !== undefined) return (passes(status) ? storageAway : storageRefused)(storage, why, error);
  if (CERTIFICATE.test(failure.code ?? "")) return storageRefused(storage, why, error);
  const isSilence = failure.name === "TimeoutError" || NETWORK.test(failure.code ?? "");
  return isSilence ? storageAway(storage, why, error) : error;
}

const nameOf = (error: unknown): string | undefined =>
  error instanceof DomainError ? Failure.safeParse(error.cause).data?.name : undefined;

/** True when a call that `ask` made failed by one of these names of S3. */
export const isS3 = (error: unknown, ...names: string[]): boolean => names.includes(nameOf(error) ?? "");
