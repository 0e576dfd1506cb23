/** What each setting takes, in words and by an example; for those of which a wrong value is told. */
const TAKES: Record<string, { takes: string; example: string; isSecret?: true }> = {
  PORT: { takes: "a port, 1 to 65535", example: "3000" },
  BERTH_SSH_PORT: { takes: "a port, 1 to 65535", example: "2222" },
  BERTH_HOST: { takes: "an address of this machine", example: "127.0.0.1" },
  BERTH_SSH_HOST: { takes: "an address of this machine", example: "127.0.0.1" },
  BERTH_URL: { takes: "an address with http:// or https://", example: "https://berth.example.org" },
  BERTH_API_REQUESTS_PER_MINUTE: { takes: "a whole number, 10 or more", example: "1200" },
  BERTH_DATA_DIR: { takes: "an absolute path", example: "/var/lib/berth" },
  BERTH_DOCKER_SOCKET: { takes: "an absolute path", example: "/var/run/docker.sock" },
  BERTH_KEY: { takes: "32 bytes in base64", example: '"$(openssl rand -base64 32)"', isSecret: true },
  DATABASE_URL: {
    takes: "an address of PostgreSQL",
    example: "postgresql://user:password@db.example.org:5432/berth",
    isSecret: true,
  },
  BERTH_PLANS_FILE: { takes: "a path", example: "/etc/berth/plans.json" },
  BERTH_ENGINES_FILE: { takes: "an absolute path", example: "/etc/berth/engines.json" },
  BERTH_RELEASE_CHECK: { takes: "on or off", example: "on" },
  BERTH_SSH: { takes: "on or off", example: "on" },
  BERTH_PUBLIC_HOST: { takes: "a host name or an IP address", example: "db.example.org" },
  BERTH_PUBLIC_PORTS: { takes: "a range of ports", example: "20000-20999" },
  BERTH_WORKER_ID: {
    takes: "1 to 40 lower-case letters, digits and hyphens",
    example: "worker-2",
  },
  BERTH_REPLACE_AFTER_MINUTES: { takes: "a whole number of minutes, 1 to 10080", example: "10" },
  BERTH_BACKUPS_AT_ONCE: { takes: "a whole number, 1 to 16", example: "2" },
  BERTH_SMTP_URL: {
    takes: "an address of a mail server",
    example: "smtps://user:password@mail.example.org",
    isSecret: true,
  },
  BERTH_SMTP_URL_FILE: { takes: "an absolute path", example: "/etc/berth/smtp-url" },
  BERTH_MAIL_FROM: { takes: "an address of mail", example: "berth@example.org" },
  BERTH_WEBHOOK_NETWORKS: { takes: "networks with commas between", example: "10.1.0.0/16,192.168.7.9" },
  BERTH_IMPORT_NETWORKS: { takes: "networks with commas between", example: "10.1.0.0/16,192.168.7.9" },
  NODE_EXTRA_CA_CERTS: { takes: "a path", example: "/etc/berth/authorities.pem" },
  BERTH_OIDC_ISSUER: {
    takes: "an address with https:// (http:// on this machine alone)",
    example: "https://id.example.org",
  },
  BERTH_OIDC_CLIENT_ID: { takes: "what the provider calls this Berth", example: "berth" },
  BERTH_OIDC_CLIENT_SECRET: { takes: "a secret", example: "…", isSecret: true },
  BERTH_OIDC_CLIENT_SECRET_FILE: { takes: "an absolute path", example: "/etc/berth/oidc-secret" },
  BERTH_OIDC_NAME: { takes: "1 to 40 characters", example: '"Example Inc."' },
  BERTH_OIDC_ACCOUNTS: { takes: "invited or anyone", example: "invited" },
  BERTH_METRICS_TOKEN: {
    takes: "at least 16 characters",
    example: '"$(openssl rand -hex 24)"',
    isSecret: true,
  },
  BERTH_LOG_LEVEL: { takes: "debug, info, warn or error", example: "info" },
};

/** One wrong setting: its value (never a secret one), what is taken, an example. `reason` where the kind alone does not tell. */
export function describeWrongSetting(name: string, value: string | undefined, reason: string | null): string {
  const { takes = "another value", example = "", isSecret } = TAKES[name] ?? {};
  const what = isSecret ? "what is set" : JSON.stringify(value ?? "");
  return `${name}: ${what} cannot be used${reason ? `: ${reason}` : ""}. It takes ${takes}, for example ${name}=${example}`;
}
