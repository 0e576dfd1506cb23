import type { Rights } from "../databases/rights";
import type { Plan } from "../plans/catalog";
import type { Line } from "./catalog/schema";

/** A version of an engine and what it can do: what its line can. */
export type EngineVersion = Line & {
  /** As records, forms and the API write it, for example `7.0.15`. */
  id: string;
  /** The local image, made by `images/build`. */
  image: string;
};

/** What a node is started with. */
export type FirstStart = {
  /** Settings of its predecessor, which win. */
  carried?: Readonly<Record<string, string>>;
  /** True for a node that takes no writes before it is made a master. */
  isFollower?: boolean;
  /** Of a node of a group that fails over by itself. */
  member?: Member;
};

/** `name`: its own service. `follows`: the service of the group's first node, null for that one. `password`: the group's replicas', in clear, of letters and digits. */
export type Member = { name: string; follows: string | null; password: string };

/** A user that a person made, as the records have it; one that was removed must not come back with what a node remembers. */
export type OwnUser = {
  name: string;
  isOn: boolean;
  isRemoved: boolean;
  passwordHash: string;
  rights: Rights;
};

/** Passwords as 64 lower-case hexadecimal digits of their SHA-256, the form that the server keeps them in. */
export type AclInput = {
  version: EngineVersion;
  resourceId: string;
  ownerPasswordHash: string;
  /** During a rotation a second one, which lets in as well. */
  otherPasswordHash?: string | null;
  gatewayPasswordHash: string;
  berthPasswordHash: string;
  /** On for the active node; off for a successor, which neither the gateway nor people may sign in to before it takes over. */
  isGatewayOn: boolean;
  /** Of a node of a group that fails over by itself: its Sentinels and its replicas. */
  group?: { sentinelPasswordHash: string; replicaPasswordHash: string };
  ownUsers?: readonly OwnUser[];
  /** Lines of users, as ACL LIST of the predecessor tells them; for those whom the records do not know. */
  carriedUsers?: readonly string[];
};

/** A command to be tried without being run. */
export type Trial = {
  words: readonly string[];
  /** True for one that names a key beyond the user's patterns. */
  isBeyond: boolean;
};
/** Where an addon is reached; `host` and `port` for those who come from outside. */
export type Address = { resourceId: string; password: string; isTls: boolean; host?: string; port?: number };

/** What an addon's databases are: everything that differs from one engine to the next. */
export type Engine = {
  /** As records, forms and the API name it. */
  provider: string;
  /** Before a version: `Redis` 7.0.15. */
  name: string;
  /** In full, as a catalog shows it. */
  label: string;
  /** Every known line, oldest first; which versions there are of it says the catalog. */
  lines: readonly Line[];
  /** The port of nodes and gateways. */
  port: number;
  /** A node's databases are numbered 0 to one less than this. */
  databases: number;
  /** The user and the group of the server in its images. */
  uid: number;
  /** The program in the images, which takes its configuration file as the only argument. */
  serverCommand: string;
  /** After so many seconds without a command a client's connection is closed (not one that subscribes or blocks). */
  idleTimeoutSeconds: number;
  /** Connections that a node of the plan accepts at once: those of the plan and the control plane's. */
  maxClients: (plan: Plan) => number;
  /** The first configuration file of a node; holds no secret. */
  nodeConf: (plan: Plan, start?: FirstStart) => string;
  /** The first file of a node's users; no password stands in it in clear. */
  usersAcl: (input: AclInput) => string;
  /** All rules of a person's own user for ACL SETUSER; closed until the node is opened unless `isOpen`. */
  ownUserRules: (version: EngineVersion, user: OwnUser, node: { isOpen: boolean }) => string[];
  /** What gives a user these passwords alone, and leaves its rights and connections. */
  passwordRules: (hashes: readonly string[], node: { isOpen: boolean }) => string[];
  /** What tells a person what such a user may do: commands to be tried, and the rules that they are tried by. */
  preview: (version: EngineVersion, rights: Rights) => { rules: string[]; trials: Trial[] };
  /** The address of an addon: as the user named like the resource id, at the gateway by its alias unless another host is named. */
  connectionUrl: (address: Address) => string;
};
