import { redisUsersContract } from "../../ports/redis-users.contract";
import { memoryRedisAdmin } from "./memory";
import { memoryRedisUsers } from "./memory-users";

redisUsersContract(async () => ({
  users: memoryRedisUsers(memoryRedisAdmin({ isRunning: (name) => name === "t1-a-1-node-1" })),
  target: { serviceName: "t1-a-1-node-1", user: "berth", password: "right" },
  missingServiceName: "t1-a-1-node-2",
}));
