import { z } from "zod";
import { APP_SOURCES } from "../../core/apps/source";
import {
  type AppListItem,
  type AppView,
  type ContainerStatsView,
  type ContainerView,
  CreateAppInput,
} from "../apps";
import { ApiOperation } from "./operations";
import { NoAnswer, route } from "./route";
import { AppParams, LastBackupQuery, usernameOf } from "./shared";

const tag = "Apps";
/** The vendor has several builders of images; here an app brings its own. */
const STACK = { id: "container", name: "container" } as const;
/** The one region that a Berth is. */
export const REGION_NAME = "berth";

const ApiOwner = z.object({ id: z.string(), username: z.string(), email: z.string() });

/** An app. */
export const ApiApp = z
  .object({
    id: z.string(),
    name: z.string(),
    region: z.string(),
    owner: ApiOwner,
    status: z.enum(["new", "running", "restarting"]),
    project: z.object({ id: z.string(), name: z.string() }),
    flags: z.object({}),
    limits: z.object({}),
    git_url: z.string(),
    url: z.string(),
    base_url: z.string(),
    stack_id: z.string(),
    force_https: z.boolean(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    source: z.enum(APP_SOURCES).describe("Where its containers come from."),
    image: z.string().nullable(),
    addons_count: z.number().optional(),
    needs_restart: z.boolean().optional().describe("Variables changed after its containers started."),
    operation_id: z.string().nullable().optional().describe("Its unfinished or last restart or deletion."),
  })
  .meta({ id: "App" });
type ApiApp = z.infer<typeof ApiApp>;

type Common = Pick<
  AppView,
  "id" | "name" | "ownerId" | "ownerEmail" | "source" | "image" | "isRestarting" | "createdAt"
>;

const statusOf = ({ source, isRestarting }: Common): ApiApp["status"] =>
  isRestarting ? "restarting" : source === "none" ? "new" : "running";

const common = (app: Common, origin: string): ApiApp => ({
  id: app.id,
  name: app.name,
  region: REGION_NAME,
  owner: { id: app.ownerId, username: usernameOf(app.ownerEmail), email: app.ownerEmail },
  status: statusOf(app),
  project: { id: "default", name: "default" },
  flags: {},
  limits: {},
  git_url: "",
  url: `${origin}/apps/${app.name}`,
  base_url: `${origin}/apps/${app.name}`,
  stack_id: STACK.id,
  force_https: false,
  created_at: app.createdAt,
  updated_at: app.createdAt,
  source: app.source,
  image: app.image,
});

/** `origin` is the address of this Berth, with which links begin. */
export const toApiApp = (view: AppView, origin: string): ApiApp => ({
  ...common(view, origin),
  needs_restart: view.needsRestart,
  operation_id: view.currentOperationId,
});

/** An app of a list in the words of the API; `origin` begins its links. */
export const toApiAppListItem = (item: AppListItem, origin: string): ApiApp => ({
  ...common(item, origin),
  addons_count: item.addons,
});

/** An app of containers has one type of them. */
const PROCESS_TYPE = "web";

const ApiContainer = z
  .object({
    id: z.string(),
    container_id: z.string().nullable().describe("What `docker logs` knows; null before there is one."),
    app_id: z.string(),
    created_at: z.iso.datetime(),
    command: z.string(),
    type: z.string(),
    type_index: z.number(),
    label: z.string(),
    state: z.string(),
    container_size: z.object({ human_name: z.string() }),
    image: z.string(),
    host: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Container" });

/** Containers numbered from the oldest on. */
export const toApiContainers = (
  app: Pick<AppView, "id" | "command">,
  containers: readonly ContainerView[],
): z.infer<typeof ApiContainer>[] =>
  containers.toReversed().map(({ id, containerId, state, error, image, hostName, createdAt }, index) => ({
    id,
    container_id: containerId,
    app_id: app.id,
    created_at: createdAt,
    command: app.command ?? "",
    type: PROCESS_TYPE,
    type_index: index + 1,
    label: `${PROCESS_TYPE}-${index + 1}`,
    state,
    container_size: { human_name: "unlimited" },
    image,
    host: hostName,
    error,
  }));

const ApiContainerStats = z
  .object({
    id: z.string(),
    cpu_usage: z.number().describe("Percent of one core."),
    memory_usage: z.number(),
    swap_usage: z.number(),
    memory_limit: z.number(),
    swap_limit: z.number(),
    highest_memory_usage: z.number(),
    highest_swap_usage: z.number(),
  })
  .meta({ id: "ContainerStats" });

/** What is not known is 0, which is all that the vendor's clients understand. */
export const toApiContainerStats = (view: ContainerStatsView): z.infer<typeof ApiContainerStats> => ({
  id: view.id,
  cpu_usage: Math.round(view.cpuPercent),
  memory_usage: view.usedBytes,
  swap_usage: view.swapBytes ?? 0,
  memory_limit: view.limitBytes,
  swap_limit: view.swapLimitBytes ?? 0,
  highest_memory_usage: view.highestBytes ?? view.usedBytes,
  highest_swap_usage: view.swapBytes ?? 0,
});

const ListQuery = z.object({
  q: z.string().max(40).default("").describe("Part of the name."),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  per_page: z.coerce.number().int().min(1).max(1_000).default(1_000),
});

/** `source` is guessed from what is there; the vendor's clients send only a name. */
const NewAppBody = z.object({
  app: z.preprocess(
    (app) =>
      app && typeof app === "object" && !("source" in app)
        ? { ...app, source: "image" in app ? "image" : "service" in app ? "service" : "none" }
        : app,
    CreateAppInput,
  ),
});

/** Clients send a list, a single word or nothing. */
const Scope = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((scope) => [scope ?? []].flat())
  .pipe(
    z.array(
      z
        .string()
        .regex(/^web(-\d+)?$/, { error: `There is no such type of containers: use ${PROCESS_TYPE}.` }),
    ),
  );

/** Routes about apps and their containers. */
export const APP_ROUTES = {
  listApps: route({
    method: "GET",
    path: "/v1/apps",
    tag,
    summary:
      "Apps that you own or work on, sorted by name; `X-Total-Count` and `Link` tell of the other pages",
    needs: "look",
    query: ListQuery,
    answer: z.object({ apps: z.array(ApiApp) }),
  }),
  createApp: route({
    method: "POST",
    path: "/v1/apps",
    tag,
    summary: "Make an app",
    needs: "write",
    body: NewAppBody,
    status: 201,
    answer: z.object({ app: ApiApp }),
  }),
  getApp: route({
    method: "GET",
    path: "/v1/apps/{app}",
    tag,
    summary: "One app",
    needs: "look",
    params: AppParams,
    answer: z.object({ app: ApiApp }),
  }),
  deleteApp: route({
    method: "DELETE",
    path: "/v1/apps/{app}",
    tag,
    summary: "Delete an app with its databases; `Location` names the operation",
    needs: "write",
    params: AppParams,
    query: LastBackupQuery.extend({
      current_name: z.string().max(100).describe("The app's name, to be sure."),
    }),
    status: 204,
    answer: NoAnswer,
  }),
  restartApp: route({
    method: "POST",
    path: "/v1/apps/{app}/restart",
    tag,
    summary: "Restart an app's containers; `Location` names the operation",
    needs: "write",
    params: AppParams,
    body: z.object({ scope: Scope }),
    status: 202,
    answer: z.object({ operation: ApiOperation }),
  }),
  getOperation: route({
    method: "GET",
    path: "/v1/apps/{app}/operations/{operation}",
    tag,
    summary: "An operation with its steps",
    needs: "look",
    params: AppParams.extend({ operation: z.uuid() }),
    answer: z.object({ operation: ApiOperation }),
  }),
  listProcesses: route({
    method: "GET",
    path: "/v1/apps/{app}/ps",
    tag,
    summary: "An app's containers, oldest first",
    needs: "look",
    params: AppParams,
    answer: z.object({ containers: z.array(ApiContainer) }),
  }),
  listStats: route({
    method: "GET",
    path: "/v1/apps/{app}/stats",
    tag,
    summary: "What an app's running containers use now",
    needs: "look",
    params: AppParams,
    answer: z.object({ stats: z.array(ApiContainerStats) }),
  }),
  listStacks: route({
    method: "GET",
    path: "/v1/features/stacks",
    tag,
    summary: "How apps are built: there is one way",
    needs: "look",
    answer: z.object({
      stacks: z.array(z.object({ id: z.string(), name: z.string(), default: z.boolean() })),
    }),
  }),
};

/** The one stack there is, for clients that ask. */
export const STACKS = [{ ...STACK, default: true }];
