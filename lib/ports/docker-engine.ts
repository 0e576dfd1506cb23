import type { Build } from "../core/engines/builds";
import type { HostState } from "../core/hosts/state";

/** Who made a thing on the engine and what for; every network, secret, volume, service and container carries them. */
export type Owner = {
  /** Id of the app, `null` for what belongs to the instance itself (control network, link). */
  appId: string | null;
  databaseId: string | null;
};

/** A machine of the Swarm. Sizes in bytes. */
export type Host = {
  id: string;
  name: string;
  cpus: number;
  memoryBytes: number;
  /** Memory reserved on it by tasks of anyone but this instance. */
  reservedByOthersBytes: number;
  state: Exclude<HostState, "left">;
  /** True while it takes new tasks: `state` is `ready`. */
  isReady: boolean;
  /** Of its engine. */
  engineVersion: string;
  /** True of the machine whose engine this control plane has; the engines of others are asked through their doors. */
  isOwn: boolean;
  /** True when this control plane can ask that machine's own engine (volumes, container stats). */
  isReachable: boolean;
};

/** An attachable network (the control network) has room for 4,000 addresses, any other for 250. */
export type NetworkSpec = { name: string; owner: Owner; isAttachable: boolean };

/** A secret of the Swarm. `content` is the text of the file that containers find. */
export type SecretSpec = { name: string; owner: Owner; content: string };

/** A secret as a file of a container, below `/run/secrets` unless `fileName` is absolute; `mode` as in chmod. */
export type SecretMount = { secretName: string; fileName: string; uid: number; mode: number };

/** Everything a comparison needs is in here. */
export type ServiceSpec = {
  name: string;
  owner: Owner;
  /** What it is for; `door` leads to the engine of its host, `sentinel` watches over highly available databases. */
  role: "node" | "gateway" | "app" | "door" | "sentinel";
  /** Grows with every wanted change of the app; a spec older than what runs is ignored, the same one changes nothing. */
  revision: number;
  image: string;
  /**
   * True for an image that must already be on our own engine (Berth's own), from where another host gets it, but for one with
   * `engineSocket`; false lets Swarm pull it.
   */
  isImageLocal: boolean;
  /** Replaces the image's entry point; empty keeps it. */
  command: readonly string[];
  /** Arguments after the entry point; empty keeps the image's. */
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
  /**
   * More variables, which `setStartValues` changes for the next containers without a start of those that run. Not secret. The value
   * FIRST_START is `no` for ever once it was: no later spec makes it `yes` again.
   */
  startValues: Readonly<Record<string, string>>;
  /** `uid:gid`, or null for the image's own. */
  user: string | null;
  secrets: readonly SecretMount[];
  /** What has any keeps data: where it stands it is left alone unless the revision is newer. */
  volumes: readonly { name: string; path: string }[];
  /** Where the container finds the socket of its host's engine: who has that is root there. Never set but for doors. */
  engineSocket?: string;
  networks: readonly { name: string; aliases: readonly string[] }[];
  /** How the container looks names up, as in resolv.conf(5); the engine's own way without it. */
  nameOptions?: readonly string[];
  /** Published on the host itself. */
  ports: readonly { published: number; target: number }[];
  /** Pins the task; null lets Swarm choose. */
  hostId: string | null;
  /** So many tasks side by side, at most `perHostMax` of them on a host; or one on each host, also on one that joins. One task without it. */
  tasks?: { count: number; perHostMax: number } | "every host";
  memoryLimitBytes: number | null;
  memoryReservationBytes: number | null;
  cpus: number | null;
  openFilesMax: number | null;
  /** What asks it to stop; the image's own signal without it. */
  stopSignal?: "SIGUSR1";
  stopGraceMs: number;
  /** From the end of its container to the start of the next; a second without it. */
  restartDelayMs?: number;
  /** `start-first` keeps the old task until the new one runs. */
  updateOrder: "start-first" | "stop-first";
};

/** `starting` is everything before it runs, also the wait for room; `stopped` was told to end, `failed` did so by itself. */
export type TaskState = "starting" | "running" | "stopped" | "failed";

/** A container of a service, newest first where listed. */
export type Task = {
  id: string;
  serviceName: string;
  /** What its container answers to on its networks, and no other. */
  name: string;
  containerId: string | null;
  hostId: string | null;
  state: TaskState;
  /** The engine's words when it did not start or ended, for people. */
  error: string | null;
  /** Of a container that ended by itself. */
  exitCode: number | null;
  image: string;
  /** Revision of the spec that it runs; of a linked service, that of the link. 0 when the engine does not tell. */
  revision: number;
  createdAt: Date;
};

/** A thing of this instance on the engine. `name` is what the remove calls take; a volume also has its host. */
export type Resource = {
  type: "service" | "network" | "secret" | "volume" | "container";
  name: string;
  hostId: string | null;
  owner: Owner;
};

/** A plain container on one network, published on 127.0.0.1 only, kept running by the engine itself: the link. */
export type LocalContainerSpec = {
  name: string;
  image: string;
  network: string;
  /** Files copied in before the start; nothing of them shows in `inspect`. */
  files: readonly { path: string; content: string; uid: number; mode: number }[];
  command: readonly string[];
  user: string;
  publishedPort: number;
  targetPort: number;
  memoryLimitBytes: number;
  /** A changed fingerprint replaces the container; the same one is left alone. */
  fingerprint: string;
};

/** Both volumes are on the same host. `image` has a shell and `cp`; files named in `except` are left out, and an empty one named `mark` comes last. */
export type VolumeCopySpec = {
  hostId: string;
  owner: Owner;
  from: string;
  to: string;
  except: readonly string[];
  mark: string;
  image: string;
};

/** Cores beyond its own for the container of a service, on the host where it runs. */
export type CpuLoan = { hostId: string; serviceName: string; extraCpus: number };

/** A file in the top folder of a volume; `image` is any that is on the host. */
export type VolumeLook = { hostId: string; name: string; anyOf: readonly string[]; image: string };

/** A file to write into a volume, which is made when it is not there. `image` is any of Berth's own that is on the host. */
export type VolumeFileSpec = {
  hostId: string;
  owner: Owner;
  volume: string;
  fileName: string;
  bytes: number;
  content: AsyncIterable<Uint8Array>;
  /** User and group of the file, and of the volume's top folder. */
  uid: number;
  mode: number;
  image: string;
};

/** A container that does one thing and ends: on no network, with what `volumes` names, and nothing secret in it. */
export type ShortRunSpec = {
  hostId: string;
  owner: Owner;
  /** Safe to repeat: one of that name that an earlier try left is removed first. */
  name: string;
  image: string;
  command: readonly string[];
  user: string;
  /** All that it can write to. */
  volumes: readonly { name: string; path: string }[];
  memoryLimitBytes: number;
  cpus: number;
  timeoutMs: number;
};

/** How it ended: what it printed, the last 64 KiB of that. */
export type ShortRunEnd = { exitCode: number; output: string };

/** A service somebody else made, which an app can be linked to. */
export type ForeignService = {
  name: string;
  image: string;
  /** True when an app of this instance is linked to it. */
  isLinked: boolean;
};

/** What Berth sets on a service somebody else made: these variables (earlier ones of Berth that are missing here are taken away) and a network. */
export type LinkedServiceSpec = {
  name: string;
  owner: Owner;
  revision: number;
  environment: Readonly<Record<string, string>>;
  networkName: string;
};

/** What a host of the Swarm takes, in the engine's words. */
export type HostAvailability = "active" | "pause" | "drain";

/**
 * Docker Swarm as Berth uses it, for one instance: every name it makes begins with the instance's id and everything is labelled,
 * and no call touches what carries no such label, but for linked services. What names a host is asked of the engine there. `apply…` and `remove…` are safe to repeat; removing
 * what is not there succeeds. @throws DomainError `unavailable` when the engine does not answer in time.
 */
export type DockerEngine = {
  /** Version of the engine. */
  ping(): Promise<string>;
  listHosts(): Promise<Host[]>;
  /** What the host takes: `active` everything, `pause` nothing new, `drain` nothing at all. @throws DomainError `not_found` for none of the Swarm. */
  setAvailability(hostId: string, availability: HostAvailability): Promise<void>;
  /** True when our own host has the image, from where others get it. */
  hasImage(image: string): Promise<boolean>;
  /** Images of releases of engines, each tag by itself, in no order. */
  listBuilds(): Promise<Build[]>;
  /**
   * Brings our own engine's build of an image to every host that can be asked, for what Swarm chooses a host for. Safe to repeat.
   * @throws DomainError `unavailable` reason `image_missing`.
   */
  spreadImage(image: string): Promise<void>;

  applyNetwork(spec: NetworkSpec): Promise<void>;
  removeNetwork(name: string): Promise<void>;
  /** Addresses of a network as `10.0.0.0/20`. @throws DomainError `not_found` when there is no such network. */
  networkSubnet(name: string): Promise<string>;

  /** Content of an existing secret is never changed: a name stands for one content. */
  applySecret(spec: SecretSpec): Promise<void>;
  removeSecret(name: string): Promise<void>;

  /**
   * Creates the service, or changes it to match.
   * @throws DomainError `unavailable` reason `image_missing` when a local image is not there.
   */
  applyService(spec: ServiceSpec): Promise<void>;
  /** Changes some of a service's start values, for the containers that it starts from now on. Does nothing when there is no such service. */
  setStartValues(name: string, values: Readonly<Record<string, string>>): Promise<void>;
  /** Removes the service and waits until its containers are gone, at most `timeoutMs`. */
  removeService(name: string, timeoutMs: number): Promise<void>;
  /** Tasks that run or should run, and the last failed one of each place; newest first; empty when there is no such service. */
  listTasks(serviceName: string): Promise<Task[]>;
  /** True while a container of the service from before that revision lives, also one that was told to end. */
  hasOlderTasks(serviceName: string, revision: number): Promise<boolean>;

  /**
   * Gives the running container of the service so many cores more than its service says, never more than its host has; 0 takes them
   * back. Nothing restarts, and a container that starts anew has what its service says. Does nothing where none runs, or without a limit.
   */
  lendCpus(loan: CpuLoan): Promise<void>;

  removeVolume(hostId: string, name: string): Promise<void>;
  /** True when the volume is there and has one of the files, whoever brought it; nothing is started or changed. */
  hasVolume(look: VolumeLook): Promise<boolean>;
  /**
   * Makes the volume `to` a copy of `from` and waits for its end, at most `timeoutMs`. Whatever an earlier try left there is replaced.
   * @throws DomainError `unavailable` reason `copy_failed` with what was said, such as a full disk.
   */
  copyVolume(spec: VolumeCopySpec, timeoutMs: number): Promise<void>;
  /**
   * Writes one file, whole or not at all; an earlier one of that name is replaced. What `content` throws is thrown as it is.
   * @throws DomainError `conflict` reason `no_disk_space`; `invalid` reason `size_differs` when `content` is not of so many bytes.
   */
  writeVolumeFile(spec: VolumeFileSpec): Promise<void>;
  /** Runs it to its end and removes it. @throws DomainError `unavailable` reason `run_timed_out`. */
  runShortly(spec: ShortRunSpec): Promise<ShortRunEnd>;

  applyLocalContainer(spec: LocalContainerSpec): Promise<void>;
  /** On our own host unless another is named. */
  removeLocalContainer(name: string, hostId?: string | null): Promise<void>;

  /** Services nobody's instance of Berth made, sorted by name. */
  listForeignServices(): Promise<ForeignService[]>;
  /**
   * Sets all of it, also when somebody took it away since. Answers whether the service had to be changed, which starts its containers
   * anew. @throws DomainError `not_found` when the service is gone.
   */
  applyLinkedService(spec: LinkedServiceSpec): Promise<boolean>;
  /** Takes away what `applyLinkedService` set. */
  releaseLinkedService(name: string): Promise<void>;

  /** Everything this instance made on the engines; volumes and containers of hosts that are out of reach are left out. */
  listResources(): Promise<Resource[]>;
};
