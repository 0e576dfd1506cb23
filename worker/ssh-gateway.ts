import { runSshGateway } from "@/lib/runtime/ssh-gateway";

await runSshGateway();
