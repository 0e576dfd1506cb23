import { imageOf } from "../engines/versions";
import { DomainError } from "../errors";
import { DAY_MS } from "../units";
import { type DatabaseName, nodeName } from "./names";

/** How long the data of a node that is no more can still be had back. */
export const VOLUME_KEPT_MS = DAY_MS;

/** A node's own settings in its volume, written by its first start. */
export const CONF_FILE = "redis.conf";

/** The variable that is `yes` for a node that never had data; only such a one begins with an empty volume. */
export const FIRST_START = "BERTH_FIRST_START";

/** Stands in a volume that was filled by a copy once all of it is there; the node brings its own settings then. */
export const COPY_MARK = "copied";

/** How a node ends that should have data and finds none: EX_NOINPUT of https://man7.org/linux/man-pages/man3/sysexits.h.3head.html */
export const DATA_GONE_EXIT_CODE = 66;

type NodePlace = { number: number; hostId: string | null; engine: string; version: string };

/** Where a node's data is, the files of which one is in it, and the image of its server. */
export const nodeVolume = (database: DatabaseName, { number, hostId, engine, version }: NodePlace) => ({
  hostId: hostId ?? "",
  name: nodeName(database, number),
  anyOf: [CONF_FILE, COPY_MARK],
  image: imageOf(engine, version),
});

const DATA_GONE = "data_gone";

/** The refusal to act on data that is not there; `then` says what it means. */
export const dataGone = (volumeName: string, then: string): DomainError =>
  new DomainError(
    "conflict",
    DATA_GONE,
    `The data in ${volumeName} is gone from the engine: that volume is not there, or is empty. ${then}`,
  );

/** What people can do about data that is gone, in sentences. */
export const waysOut = ({ volumeName, hostName }: { volumeName: string; hostName: string | null }) =>
  [
    `Bring the volume ${volumeName} back on ${hostName ?? "its host"}, for example from a copy of the host's disk, with its file ${CONF_FILE} last: Berth starts the database by itself within a minute.`,
    "Or remove the addon and add a new one, which begins empty.",
  ] as const;

/** Start values for a service that stands with this one already: what has started once never starts for the first time again. */
export const laterStart = (
  wanted: Readonly<Record<string, string>>,
  standing: string | undefined,
): Readonly<Record<string, string>> =>
  FIRST_START in wanted && standing !== "yes" ? { ...wanted, [FIRST_START]: "no" } : wanted;
