import { z } from "zod";
import { splitCommand } from "../core/apps/command";
import { isTag } from "../core/apps/image";
import { APP_NAME_RULE, isAppName } from "../core/apps/name";
import { APP_SOURCES } from "../core/apps/source";
import { APP_ROLES } from "../core/people/roles";
import { emptyAsMissing } from "./form-fields";
import { Email } from "./people";

/** Lowest port that an app may be published on. */
const PUBLISHED_PORT_MIN = 1_024;

/** Names an app of the path or a form. */
export const AppInput = z.object({ app: z.string().min(1) });
export type AppInput = z.infer<typeof AppInput>;

const AppName = z
  .string()
  .trim()
  .refine(isAppName, { error: `A name has ${APP_NAME_RULE}.` });
const Port = z.coerce
  .number()
  .int({ error: "A port is a whole number." })
  .min(1, { error: "A port is at least 1." })
  .max(65_535, { error: "A port is at most 65,535." });
const PublishedPort = Port.refine((port) => port >= PUBLISHED_PORT_MIN, {
  error: `Choose a port from ${PUBLISHED_PORT_MIN} on: those below belong to the host's own services.`,
});
const Image = z
  .string()
  .trim()
  .max(255, { error: "The name of an image has at most 255 characters." })
  .regex(/^[^\s]+$/, { error: "An image has no spaces." });
const CommandText = z
  .string()
  .trim()
  .max(2_000, { error: "A command has at most 2,000 characters." })
  .refine((text) => splitCommand(text).isValid, {
    error: "A quote is not closed, or the command ends with a backslash.",
  });
/** `source` decides which other fields count: `image` starts a container, `service` links an existing Swarm service, `none` has no container yet. */
export const CreateAppInput = z
  .object({
    name: AppName,
    source: z.enum(APP_SOURCES),
    image: emptyAsMissing(Image),
    command: emptyAsMissing(CommandText),
    containerPort: emptyAsMissing(Port),
    publishedPort: emptyAsMissing(PublishedPort),
    service: emptyAsMissing(
      z.string().trim().max(255, { error: "The name of a service has at most 255 characters." }),
    ),
  })
  .refine(({ source, image }) => source !== "image" || image !== undefined, {
    path: ["image"],
    error: "Say which image to run.",
  })
  .refine(({ source, service }) => source !== "service" || service !== undefined, {
    path: ["service"],
    error: "Choose the service to link.",
  })
  .refine(
    ({ publishedPort, containerPort }) => (publishedPort === undefined) === (containerPort === undefined),
    {
      path: ["publishedPort"],
      error: "Give both ports, or neither.",
    },
  );
export type CreateAppInput = z.infer<typeof CreateAppInput>;

/** Undefined leaves what there is, an empty field or null takes it away; an image is never taken away. */
const orCleared = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? null : value), schema.nullish());
/** What an app is to run from now on; what is left out stays. */
export const DeployAppInput = AppInput.extend({
  image: emptyAsMissing(Image),
  command: orCleared(CommandText),
  containerPort: orCleared(Port),
  publishedPort: orCleared(PublishedPort),
});
export type DeployAppInput = z.infer<typeof DeployAppInput>;

/** Another tag of the image that the app has. */
export const DeployTagInput = AppInput.extend({
  tag: z.string().trim().refine(isTag, {
    error:
      "A tag has at most 128 letters, digits, dots, dashes and underscores, and begins with no dot or dash.",
  }),
});
export type DeployTagInput = z.infer<typeof DeployTagInput>;

/** Whether a last backup is taken before data goes; one is unless this says no. */
export const KeepsBackup = z.union([z.boolean(), z.stringbool()]).optional();

/** `confirm` is the app's name, typed. */
export const DeleteAppInput = AppInput.extend({ confirm: z.string(), keepsBackup: KeepsBackup });
export type DeleteAppInput = z.infer<typeof DeleteAppInput>;

/** Whether an app is protected against deletion. */
export const ProtectAppInput = AppInput.extend({ isProtected: z.union([z.boolean(), z.stringbool()]) });
export type ProtectAppInput = z.infer<typeof ProtectAppInput>;

/** An app with what it runs. Times are ISO 8601 in UTC; what does not fit its `source` is null. */
export const AppView = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(APP_SOURCES),
  image: z.string().nullable(),
  command: z.string().nullable(),
  containerPort: z.number().nullable(),
  publishedPort: z.number().nullable(),
  service: z.string().nullable(),
  ownerId: z.string(),
  ownerEmail: z.string(),
  createdAt: z.iso.datetime(),
  /** True while a restart is queued or runs. */
  isRestarting: z.boolean(),
  /** True when variables changed after the containers started. */
  needsRestart: z.boolean(),
  /** True while it cannot be deleted. */
  isProtected: z.boolean(),
  /** What the person who asks is to it; `own` for administrators too. */
  role: z.enum(APP_ROLES),
  /** True for owners and administrators, who may delete the app and choose collaborators. */
  isManageable: z.boolean(),
  /** Id of the unfinished or last restart or deletion, to show its steps. */
  currentOperationId: z.string().nullable(),
});
export type AppView = z.infer<typeof AppView>;

/** A row of the list of apps; `addons` counts those that are not removed. */
export const AppListItem = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(APP_SOURCES),
  image: z.string().nullable(),
  addons: z.number(),
  ownerId: z.string(),
  /** Alerts of its databases that fire now. */
  firingAlerts: z.number(),
  ownerEmail: z.string(),
  isRestarting: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type AppListItem = z.infer<typeof AppListItem>;

/** `operationId` is null for an app that runs nothing, which needs no start. */
export const CreatedAppView = z.object({ name: z.string(), operationId: z.string().nullable() });
export type CreatedAppView = z.infer<typeof CreatedAppView>;

/** A container of the app as the engine knows it. */
export const ContainerView = z.object({
  /** Of the engine's own word for one start of a container. */
  id: z.string(),
  /** What the engine's command line knows; null before there is a container. */
  containerId: z.string().nullable(),
  state: z.enum(["starting", "running", "stopped", "failed"]),
  error: z.string().nullable(),
  image: z.string(),
  hostName: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type ContainerView = z.infer<typeof ContainerView>;

/** How often containers of the app ended by themselves since it was last started. */
export const FallsView = z.object({
  count: z.number(),
  since: z.string(),
  lastAt: z.string(),
  /** Null when the engine does not tell. */
  lastExitCode: z.number().nullable(),
});
export type FallsView = z.infer<typeof FallsView>;

/** What a running container uses now; null where the host does not tell. Sizes in bytes, CPU in percent of one core. */
export const ContainerStatsView = z.object({
  id: z.string(),
  cpuPercent: z.number(),
  usedBytes: z.number(),
  limitBytes: z.number(),
  /** Most since the container started, file cache included. */
  highestBytes: z.number().nullable(),
  swapBytes: z.number().nullable(),
  swapLimitBytes: z.number().nullable(),
});
export type ContainerStatsView = z.infer<typeof ContainerStatsView>;

/** Emails of people with access; the owner is not among them. Sorted by email. */
export const CollaboratorView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(APP_ROLES),
  addedAt: z.iso.datetime(),
});
export type CollaboratorView = z.infer<typeof CollaboratorView>;

/** Whom to let into an app: the email of an account, compared in lower case. */
export const CollaboratorInput = AppInput.extend({ email: Email });
export type CollaboratorInput = z.infer<typeof CollaboratorInput>;

/** Whom to let in, and as what. */
export const AddCollaboratorInput = CollaboratorInput.extend({
  role: z.enum(APP_ROLES, { error: "Choose a role: view, operate or own." }).default("operate"),
});
export type AddCollaboratorInput = z.input<typeof AddCollaboratorInput>;

/** Another role for a collaborator. */
export const CollaboratorRoleInput = CollaboratorInput.extend({
  role: z.enum(APP_ROLES, { error: "Choose a role: view, operate or own." }),
});
export type CollaboratorRoleInput = z.infer<typeof CollaboratorRoleInput>;

/** `q` is a part of a name, of an image, or of what is said of a database; pages are 1-based. */
export const ListAppsInput = z.object({
  q: z.string().trim().max(200).catch(""),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  perPage: z.number().int().min(1).max(1_000).optional(),
});
export type ListAppsInput = z.infer<typeof ListAppsInput>;

/** Sorted by name; `total` counts the apps of all pages. */
export const AppPage = z.object({
  apps: z.array(AppListItem),
  page: z.number(),
  pages: z.number(),
  hasMore: z.boolean(),
  total: z.number(),
});
export type AppPage = z.infer<typeof AppPage>;
