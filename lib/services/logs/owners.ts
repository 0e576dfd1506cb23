import { appServiceName } from "../../core/databases/names";
import { appLogSource, logSource } from "../../core/logs/source";
import type { AppRow } from "../../db/apps";
import type { Ports } from "../context";
import type { LogOwner } from "./read-lines";

/** The nodes and the gateway of a database. */
export const databaseOwner = ({ containers }: Ports, databaseId: string): LogOwner => ({
  id: databaseId,
  list: async () =>
    (await containers.listContainers(databaseId)).map((container) => ({
      ...container,
      source: logSource(container),
    })),
});

/** The containers of an app; none of one that has no service. */
export const appOwner = ({ containers, instance }: Ports, app: AppRow): LogOwner => ({
  id: app.id,
  list: async () => {
    if (app.source === "none") return [];
    const serviceName = app.service ?? appServiceName(instance, app.name);
    return (await containers.listAppContainers(serviceName)).map((container) => ({
      ...container,
      source: appLogSource(container.containerId),
    }));
  },
});
