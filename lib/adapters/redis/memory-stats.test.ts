import { redisStatsContract } from "../../ports/redis-stats.contract";
import { memoryRedisStats } from "./memory-stats";

redisStatsContract(async () => {
  const reader = memoryRedisStats({ isPasswordRight: (password) => password === "right-password" });
  reader.setFailure("t1-a-1-node-2", "gone");
  return {
    reader,
    target: { serviceName: "t1-a-1-node-1", user: "berth", password: "right-password" },
    missingServiceName: "t1-a-1-node-2",
  };
});
