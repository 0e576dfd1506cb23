import { redisDataContract } from "../../ports/redis-data.contract";
import { memoryRedisData } from "./memory-data";

redisDataContract(async () => ({
  data: memoryRedisData({
    isRunning: (serviceName) => serviceName === "t1-a-1-node-1",
    isPasswordRight: ({ password }) => password === "right-password",
  }),
  target: { serviceName: "t1-a-1-node-1", user: "a-1", password: "right-password" },
  missingServiceName: "t1-a-1-node-2",
}));
