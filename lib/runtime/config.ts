import { isIP } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { DomainError } from "../core/errors";
import { readNetworks } from "../core/notifiers/reach";
import { DatabaseUrl } from "./database-url";
import { describeWrongSetting } from "./setting-words";

const isRoot = process.getuid?.() === 0;
const DEFAULT_DATA_DIR = isRoot ? "/var/lib/berth" : join(homedir(), ".local", "share", "berth");
const Port = z.coerce.number().int().min(1).max(65_535);

const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PublicHost = z
  .string()
  .toLowerCase()
  .refine((text) => isIP(text) > 0 || HOST_NAME.test(text), { error: "it is neither a name nor an address" });
const PublicPorts = z
  .string()
  .regex(/^\d+-\d+$/)
  .transform((text) => {
    const [from = 0, to = 0] = text.split("-").map(Number);
    return { from, to };
  })
  .refine(({ from, to }) => 1 <= from && from <= to && to <= 65_535, { error: "it is no range of ports" });

export const SmtpUrl = z.url({ protocol: /^smtps?$/, error: "it does not begin with smtp:// or smtps://" });
const MailFrom = z
  .string()
  .regex(/^([^<>\r\n]+ )?<?[^<>@\s]+@[^<>@\s]+>?$/)
  .max(200);
const Networks = z.string().transform((text, ctx) => {
  const networks = readNetworks(text);
  if (networks) return networks;
  ctx.addIssue({ code: "custom", message: "one of them is neither a network nor an address" });
  return z.NEVER;
});

export const OidcSecret = z.string().min(1);
/** What stands for this machine alone. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const OidcIssuer = z.url({ protocol: /^https?$/, abort: true }).refine(
  (text) => {
    const { protocol, hostname, search, hash } = new URL(text);
    return (protocol === "https:" || LOOPBACK.test(hostname)) && search === "" && hash === "";
  },
  { error: "it does not begin with https://, or has more behind its path" },
);

/** Every setting Berth reads from the environment; `docs/configuration.md` is printed from this schema. */
const Config = z.object({
  PORT: Port.default(3000).describe("Port of the web pages and the API."),
  BERTH_HOST: z.string().min(1).default("0.0.0.0").describe("Address the web server listens on."),
  BERTH_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Address people use, when it is not http://localhost:PORT (behind a proxy: https://berth.example.org).",
    ),
  BERTH_SSH_PORT: Port.default(2222).describe("Port of the SSH gateway."),
  BERTH_API_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(10)
    .default(1200)
    .describe("Requests that one API token may make within a minute."),
  BERTH_DATA_DIR: z
    .string()
    .startsWith("/")
    .default(DEFAULT_DATA_DIR)
    .describe(
      "Data folder: instance id, encryption key, embedded PostgreSQL and the first storage of backups. Default for root: /var/lib/berth, else ~/.local/share/berth.",
    ),
  BERTH_KEY: z
    .base64()
    .refine((text) => Buffer.from(text, "base64").length === 32, { error: "it has another length" })
    .optional()
    .describe(
      "Key that encrypts passwords and variables (32 bytes, base64). Default: made once, kept in the data folder with mode 600.",
    ),
  DATABASE_URL: DatabaseUrl.optional().describe(
    "PostgreSQL of your own, itself or by way of a pooler in session mode. Default: one that Berth runs in the data folder.",
  ),
  BERTH_DOCKER_SOCKET: z
    .string()
    .startsWith("/")
    .default("/var/run/docker.sock")
    .describe(
      "Socket of the Docker engine, also for what `bin/up` and `images/build` ask by the `docker` command.",
    ),
  BERTH_PLANS_FILE: z
    .string()
    .optional()
    .describe("JSON file with plans of your own in place of the default catalog."),
  BERTH_ENGINES_FILE: z
    .string()
    .startsWith("/")
    .optional()
    .describe("JSON file that adds, changes and withdraws releases of engines (docs/engines.md)."),
  BERTH_RELEASE_CHECK: z
    .enum(["on", "off"])
    .default("on")
    .describe(
      "Whether the sources of releases are asked for newer builds once a day; `bin/admin engines check` asks them at any time.",
    ),
  BERTH_SSH: z
    .enum(["on", "off"])
    .default("on")
    .describe("Whether the SSH gateway runs, through which people reach databases from their own machines."),
  BERTH_SSH_HOST: z.string().min(1).default("0.0.0.0").describe("Address the SSH gateway listens on."),
  BERTH_PUBLIC_HOST: PublicHost.optional().describe(
    "Name or IP address under which the hosts are reached from outside, for databases with internet access: it stands in their URLs and certificates. It leads to the host of the database; of a highly available one to any host, or to several. Default: none, and no database can have it.",
  ),
  BERTH_PUBLIC_PORTS: PublicPorts.default({ from: 20_000, to: 20_999 }).describe(
    "Ports of the hosts for databases with internet access, one each. Default: 20000-20999.",
  ),
  BERTH_WORKER_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default("worker-1")
    .describe(
      "Name of this worker; each worker of an instance needs its own, and keeps it when it is started again.",
    ),
  BERTH_BACKUPS_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe("Scheduled backups that run side by side; each loads its node, a storage and this machine."),
  BERTH_REPLACE_AFTER_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_080)
    .default(10)
    .describe(
      "Minutes that a host may be away before its nodes of highly available databases are made anew on another host; longer than a restart of a host takes. Those of a host that left the Swarm are at once.",
    ),
  BERTH_SMTP_URL: SmtpUrl.optional().describe(
    "Mail server by which notifiers send mail: smtps://user:password@mail.example.org, or smtp:// with STARTTLS where the server has it. Default: none, and no mail is sent.",
  ),
  BERTH_SMTP_URL_FILE: z
    .string()
    .startsWith("/")
    .optional()
    .describe("File with the same in place of BERTH_SMTP_URL, so that it stands in no environment."),
  BERTH_MAIL_FROM: MailFrom.optional().describe(
    'Sender of mails: berth@example.org, or "Berth <berth@example.org>". Default: berth@ and the name in BERTH_URL.',
  ),
  BERTH_WEBHOOK_NETWORKS: Networks.default([]).describe(
    "Private networks that webhooks may reach, with commas between: 10.1.0.0/16,192.168.7.9. An address of this machine has to be named itself. Default: none, and only public addresses are reached.",
  ),
  BERTH_IMPORT_NETWORKS: Networks.default([]).describe(
    "Private networks from which a running Redis may be imported, with commas between: 10.1.0.0/16,192.168.7.9. An address of this machine has to be named itself. Default: none, and only public addresses are reached.",
  ),
  NODE_EXTRA_CA_CERTS: z
    .string()
    .optional()
    .describe(
      "File with authorities (PEM) whose certificates are trusted besides those that Node.js knows, wherever Berth connects by TLS: to a Redis that is imported, a mail server, a bucket, a webhook, an identity provider.",
    ),
  BERTH_OIDC_ISSUER: OidcIssuer.optional().describe(
    "Identity provider (OpenID Connect) by which people can sign in: its issuer, as it stands before /.well-known/openid-configuration. Default: none, and people sign in by password alone.",
  ),
  BERTH_OIDC_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe(
      "What the provider calls this Berth. Its callback address is that of Berth with /sign-in/openid/callback.",
    ),
  BERTH_OIDC_CLIENT_SECRET: OidcSecret.optional().describe("Secret of this Berth at the provider."),
  BERTH_OIDC_CLIENT_SECRET_FILE: z
    .string()
    .startsWith("/")
    .optional()
    .describe(
      "File with the same in place of BERTH_OIDC_CLIENT_SECRET, so that it stands in no environment.",
    ),
  BERTH_OIDC_NAME: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .describe(
      "What people call the provider, for the button: Example Inc. Default: the name in the issuer's address.",
    ),
  BERTH_OIDC_ACCOUNTS: z
    .enum(["invited", "anyone"])
    .default("invited")
    .describe(
      "Who may sign in by the provider: `invited`, people who have an account here; `anyone` it vouches for, who gets an account at the first sign-in.",
    ),
  BERTH_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      "Token with which Prometheus may read `GET /metrics` (`Authorization: Bearer …`). Default: none, and there is no `/metrics`.",
    ),
  BERTH_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("Least level that is logged."),
});
export type Config = z.infer<typeof Config>;

/** Reads settings. @throws DomainError `invalid` that names each wrong variable, its value, what is taken and an example. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Config.safeParse(present);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, code, message }) => {
    const name = path.join(".");
    // Only our own words say more than the kind of the setting does.
    return `  ${describeWrongSetting(name, present[name], code === "custom" ? message : null)}`;
  });
  throw new DomainError("invalid", "settings", `These settings cannot be used:\n${lines.join("\n")}`);
}

let current: Config | undefined;

/** The settings of this process, parsed at the first call. */
export function config(): Config {
  current ??= parseConfig(process.env);
  return current;
}

/** Where this Berth is reached: the operator's address of it, else the one on this machine. */
export const baseUrlOf = ({ BERTH_URL, PORT }: Pick<Config, "BERTH_URL" | "PORT">): string =>
  BERTH_URL ?? `http://localhost:${PORT}`;

/** What a child process of ours gets: the whole environment, with these changes. */
export const childEnvironment = (changes: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...changes,
});

/** The table of `docs/configuration.md`, from the schema itself. */
export function describeSettings(): string {
  const rows = Object.entries(Config.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined);
    const isFixed =
      parsed.success &&
      parsed.data !== undefined &&
      typeof parsed.data !== "object" &&
      name !== "BERTH_DATA_DIR";
    return `| \`${name}\` | ${isFixed ? `\`${parsed.data}\`` : ""} | ${schema.description ?? ""} |`;
  });
  return ["| variable | default | what it is for |", "|---|---|---|", ...rows].join("\n");
}
