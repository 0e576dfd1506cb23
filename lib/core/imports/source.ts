const DEFAULT_PORT = 6379;
const DATABASE_PATH = /^\/(\d{1,4})?\/?$/;

/** Where a Redis outside of Berth answers. `database` is the only one that its URL names; null where it names none, which means all. */
export type SourceAddress = {
  host: string;
  port: number;
  user: string | null;
  password: string | null;
  isTls: boolean;
  database: number | null;
};

/** Reads `redis://` and `rediss://` with a user or none; null for anything else. https://www.iana.org/assignments/uri-schemes/prov/redis */
export function readSourceUrl(text: string): SourceAddress | null {
  if (!URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  if ((url.protocol !== "redis:" && url.protocol !== "rediss:") || url.hostname === "") return null;
  const path = DATABASE_PATH.exec(url.pathname || "/");
  const [user, password] = [decode(url.username), decode(url.password)];
  if (!path || user === null || password === null) return null;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? DEFAULT_PORT : Number(url.port),
    user: user === "" ? null : user,
    password: password === "" ? null : password,
    isTls: url.protocol === "rediss:",
    database: path[1] === undefined ? null : Number(path[1]),
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** What may be shown of a source: host and port, and never a word of its URL besides. */
export const sourceName = ({ host, port }: Pick<SourceAddress, "host" | "port">): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`;
