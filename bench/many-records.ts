import { Client } from "pg";
import { type Berth, whileWorkerStands } from "../e2e/berth";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { REDIS } from "../lib/core/engines/redis/engine";
import { defaultVersion } from "../lib/core/engines/versions";

const VERSION = defaultVersion(DEFAULT_CATALOG, REDIS);

export const APPS = 500;

/** The apps `many-1` to `many-500` with two addons each (`many-1-1001`, `many-1-1002`), as if Berth had made them. */
const STATEMENTS = [
  `insert into apps (id, name, source, "ownerId")
   select gen_random_uuid(), 'many-' || n, 'none', (select id from users limit 1) from generate_series(1, ${APPS}) n`,
  `insert into addons (id, "appId", provider, "planId", "resourceId", status, "requestKey")
   select 'ad-' || gen_random_uuid(), id, 'redis', '256m', name || '-' || number, 'running', gen_random_uuid()
   from apps cross join generate_series(1001, 1002) number where name like 'many-%'`,
  `insert into databases (id, "addonId", version)
   select gen_random_uuid(), id, '${VERSION}' from addons where "resourceId" like 'many-%'`,
  `insert into nodes (id, "databaseId", number, version, "planId", status, "hostName", "reservedBytes")
   select gen_random_uuid(), d.id, 1, '${VERSION}', '256m', 'active', 'host', 0
   from databases d join addons a on a.id = d."addonId" where a."resourceId" like 'many-%'`,
  `insert into database_stats ("databaseId", "firstAt", "sampledAt", "answeredAt", latest)
   select d.id, now(), now(), now(), json_build_object('redis', json_build_object('usedMemoryBytes', random() * 2e8),
     'connections', (random() * 100)::int, 'failure', case when random() < 0.1 then 'It does not answer.' end)
   from databases d join addons a on a.id = d."addonId" where a."resourceId" like 'many-%'`,
  `insert into operations (id, kind, status, "appId", "databaseId", "startedAt", "finishedAt")
   select gen_random_uuid(), 'provision', 'succeeded', a."appId", d.id, now(), now()
   from databases d join addons a on a.id = d."addonId" where a."resourceId" like 'many-%'`,
  `insert into operation_steps ("operationId", name, position, status, "startedAt", "finishedAt")
   select id, 'step-' || n, n, 'succeeded', now(), now() from operations cross join generate_series(1, 9) n
   where id not in (select "operationId" from operation_steps)`,
  `insert into events (id, "appId", "databaseId", "operationId", type, data)
   select gen_random_uuid(), "appId", "databaseId", id, 'new_addon', '{}' from operations
   where id not in (select "operationId" from events where "operationId" is not null)`,
  "analyze",
];

/** Works with these records while the worker stands: it would make every one of these databases, as if the engine had lost them. */
export const withManyRecords = <T>(berth: Berth, work: () => Promise<T>): Promise<T> =>
  whileWorkerStands(berth, async () => {
    await fillRecords(berth);
    return work();
  });

async function fillRecords({ instance }: Berth): Promise<void> {
  const client = new Client({
    host: "127.0.0.1",
    port: instance.postgresPort,
    user: "postgres",
    database: "postgres",
    password: instance.postgresPassword,
  });
  await client.connect();
  try {
    for (const statement of STATEMENTS) await client.query(statement);
  } finally {
    await client.end();
  }
}
