/** Lines that connect with the URL of an environment variable, per client. */
export const snippets = (variableName: string): { title: string; code: string }[] => [
  {
    title: "Node.js (ioredis)",
    code: `import { Redis } from "ioredis";

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
    os.environ["${variableName}"],
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
    code: `Sidekiq.configure_server do |config|
  config.redis = { url: ENV["${variableName}"] }
end
Sidekiq.configure_client do |config|
  config.redis = { url: ENV["${variableName}"] }
end`,
  },
  { title: "Terminal (redis-cli)", code: `redis-cli -u "$${variableName}"` },
];
