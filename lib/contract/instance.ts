import { z } from "zod";
import { HOST_STATES } from "../core/hosts/state";
import { PartView } from "./health";
import { DrainView } from "./hosts";

/** A machine of the Swarm. Sizes in bytes; what is promised counts, whether it is used or not. */
export const HostView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(HOST_STATES),
  /** Since when, as far as it was noticed; null for one that was not seen by the worker yet. */
  since: z.iso.datetime().nullable(),
  engineVersion: z.string(),
  /** Berth's own. */
  isOwn: z.boolean(),
  isReady: z.boolean(),
  /** Databases are made only where Berth reaches the engine. */
  isReachable: z.boolean(),
  memoryBytes: z.number(),
  /** Of databases of this Berth. */
  promisedBytes: z.number(),
  /** Of tasks of anybody else. */
  othersBytes: z.number(),
  freeBytes: z.number(),
  cpus: z.number(),
  promisedCpus: z.number(),
  databases: z.number(),
  /** The newest one of its databases; null where there was none. */
  drain: DrainView.nullable(),
});
export type HostView = z.infer<typeof HostView>;

/** Something that ends on its own. */
export const CertificateView = z.object({ name: z.string(), endsAt: z.iso.datetime() });
export type CertificateView = z.infer<typeof CertificateView>;

const NoticeView = z.object({ reason: z.string(), link: z.string() });

/** A release of an engine: of the catalog, or one that databases have though no catalog does. */
export const ReleaseView = z.object({
  engine: z.string(),
  /** Of the engine, before a version. */
  name: z.string(),
  version: z.string(),
  status: z.enum(["offered", "deprecated", "withdrawn", "unknown"]),
  notice: NoticeView.nullable(),
  /** Oldest first. */
  builds: z.array(
    z.object({
      /** Debian's revision or a registry's digest; null where the image does not tell. */
      build: z.string().nullable(),
      builtFrom: z.string().nullable(),
      fixesMissing: NoticeView.nullable(),
      /** A newer build of the same source. */
      newer: z.string().nullable(),
      /** Resource ids of those that run it. */
      databases: z.array(z.string()),
    }),
  ),
});
export type ReleaseView = z.infer<typeof ReleaseView>;

/** What an administrator wants to know of this Berth. */
export const InstanceView = z.object({
  version: z.string(),
  instance: z.string(),
  /** Null while the engine does not answer. */
  hosts: z.array(HostView).nullable(),
  /** Every part, well or not; what `bin/admin doctor` prints. */
  findings: z.array(PartView),
  /** Of the platform itself, and of the database whose certificate ends first. */
  certificates: z.array(CertificateView),
  releases: z.array(ReleaseView),
});
export type InstanceView = z.infer<typeof InstanceView>;
