import { z } from "zod";
import { HOST_STATES } from "../../core/hosts/state";
import type { DrainView } from "../hosts";
import type { HostView } from "../instance";
import { NoAnswer, route } from "./route";
import { ApiAtOnce, ApiWave, toApiWave } from "./waves";

const tag = "Hosts";

const ApiDrain = ApiWave.extend({
  moves: z
    .array(
      z.object({
        resource_id: z.string(),
        app_name: z.string(),
        operation_id: z.string(),
        status: z.enum(["queued", "running", "succeeded", "failed"]),
      }),
    )
    .describe("Each move that it began, oldest first."),
  staying: z
    .array(z.object({ resource_id: z.string(), reason: z.string() }))
    .describe("Highly available databases whose node no other host has room for: they go on without it."),
}).meta({ id: "HostDrain" });

const ApiHost = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(HOST_STATES),
    since: z.iso.datetime().nullable(),
    engine_version: z.string(),
    takes_databases: z.boolean(),
    memory_bytes: z.number(),
    free_bytes: z.number().describe("Promised to nobody."),
    cpus: z.number(),
    nodes: z.number(),
    drain: ApiDrain.nullable().describe("The newest one."),
  })
  .meta({ id: "Host" });

const toApiDrain = (view: DrainView): z.infer<typeof ApiDrain> => ({
  ...toApiWave(view),
  moves: view.moves.map((move) => ({
    resource_id: move.resourceId,
    app_name: move.appName,
    operation_id: move.operationId,
    status: move.status,
  })),
  staying: view.staying.map(({ resourceId, reason }) => ({ resource_id: resourceId, reason })),
});

/** A host in the words of the API. */
export const toApiHost = (view: HostView): z.infer<typeof ApiHost> => ({
  id: view.id,
  name: view.name,
  state: view.state,
  since: view.since,
  engine_version: view.engineVersion,
  takes_databases: view.isReady && view.isReachable,
  memory_bytes: view.memoryBytes,
  free_bytes: view.freeBytes,
  cpus: view.cpus,
  nodes: view.databases,
  drain: view.drain && toApiDrain(view.drain),
});

const params = z.object({ host: z.string().min(1).max(255).describe("Its name or id.") });

/** Routes about the machines of the Swarm, for administrators. */
export const HOST_ROUTES = {
  listHosts: route({
    method: "GET",
    path: "/v1/hosts",
    tag,
    summary: "Machines of the Swarm by name, with what is free and how far a drain is",
    needs: "admin",
    answer: z.object({ hosts: z.array(ApiHost) }),
  }),
  drainHost: route({
    method: "POST",
    path: "/v1/hosts/{host}/drain",
    tag,
    summary:
      "Move all databases of a host to others, one after another; a move that fails ends it, and what was moved stays moved",
    needs: "admin",
    params,
    body: z.object({ at_once: ApiAtOnce }),
    status: 202,
    answer: z.object({ message: z.string() }),
  }),
  activateHost: route({
    method: "POST",
    path: "/v1/hosts/{host}/activate",
    tag,
    summary: "Stop a drain, and let the host take databases again",
    needs: "admin",
    params,
    status: 204,
    answer: NoAnswer,
  }),
};
