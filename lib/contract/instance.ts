import { z } from "zod";
import { HOST_STATES } from "../core/hosts/state";
import { PartView } from "./health";
import { DrainView } from "./hosts";
import { ReleaseView } from "./releases";

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
