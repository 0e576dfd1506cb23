import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { PASSWORD } from "./node";

const run = promisify(execFile);
const IMAGE = "berth-test-tools:1";
const ARCHIVE = "/tmp/files/archive.tar.gz";

const NGINX = `daemon off; pid /tmp/nginx.pid; error_log stderr;
events {}
http {
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e;
  server { listen 8080; root /tmp/files; }
}`;

/** What others would do by hand, with the same node, disk and machine. */
export type PlainTools = {
  /** How long it takes to dump and compress into a file. */
  dump: (host: string) => Promise<number>;
  /** Gives nginx a file to serve, and answers its address. */
  serve: (path: string) => Promise<string>;
  stop: () => Promise<void>;
};

export async function startPlainTools(): Promise<PlainTools> {
  const name = `bench-backup-tools-${randomBytes(4).toString("hex")}`;
  await run("docker", ["run", "--detach", "--init", "--name", name, IMAGE, "sleep", "infinity"]);
  const sh = (script: string, ...words: string[]) =>
    run("docker", ["exec", name, "bash", "-o", "pipefail", "-c", script, "sh", ...words]);
  await sh("mkdir /tmp/files");
  return {
    dump: async (host) => {
      const startedAt = performance.now();
      await sh(
        'REDISCLI_AUTH="$2" redis-cli -h "$1" --rdb - 2>/dev/null | gzip -1 >/tmp/dump.gz && sync /tmp/dump.gz',
        host,
        PASSWORD,
      );
      const ms = performance.now() - startedAt;
      await sh("rm /tmp/dump.gz");
      return ms;
    },
    serve: async (path) => {
      await run("docker", ["cp", path, `${name}:${ARCHIVE}`]);
      await run("docker", ["exec", "--user", "0", name, "chmod", "644", ARCHIVE]);
      await sh('printf %s "$1" >/tmp/nginx.conf', NGINX);
      await run("docker", ["exec", "--detach", name, "nginx", "-c", "/tmp/nginx.conf"]);
      const format = "{{.NetworkSettings.IPAddress}}";
      const { stdout } = await run("docker", ["inspect", "--format", format, name]);
      return `http://${stdout.trim()}:8080/archive.tar.gz`;
    },
    stop: async () => void (await run("docker", ["rm", "--force", "--volumes", name])),
  };
}
