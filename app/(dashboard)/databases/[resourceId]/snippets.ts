/** Lines that connect with the URL of an environment variable, per client; by TLS with the certificate of the authority in a file. */
export const snippets = (variableName: string, isTls: boolean): { title: string; code: string }[] => [
  {
    title: "Node.js (ioredis)",
    code: isTls
      ? `import { readFileSync } from "node:fs";
import { Redis } from "ioredis";

const redis = new Redis(process.env.${variableName}, {
  tls: { ca: readFileSync("berth-ca.pem") },
});`
      : `import { Redis } from "ioredis";

const redis = new Redis(process.env.${variableName});`,
  },
  {
    title: "Python (redis-py)",
    code: `import os
import redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry

client = redis.Redis.from_url(
    os.environ["${variableName}"],${isTls ? '\n    ssl_ca_certs="berth-ca.pem",' : ""}
    retry=Retry(ConstantBackoff(0.05), 100),
    retry_on_error=[
        ConnectionError,
        TimeoutError,
        ConnectionResetError,
    ],
)`,
  },
  {
    title: "Ruby (Sidekiq)",
    code: isTls
      ? `redis = {
  url: ENV["${variableName}"],
  ssl_params: { ca_file: "berth-ca.pem" },
}
Sidekiq.configure_server { |config| config.redis = redis }
Sidekiq.configure_client { |config| config.redis = redis }`
      : `Sidekiq.configure_server do |config|
  config.redis = { url: ENV["${variableName}"] }
end
Sidekiq.configure_client do |config|
  config.redis = { url: ENV["${variableName}"] }
end`,
  },
  {
    title: "Terminal (redis-cli)",
    code: `redis-cli -u "$${variableName}"${isTls ? " --cacert berth-ca.pem" : ""}`,
  },
];
