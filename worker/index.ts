import { runWorker } from "@/lib/runtime/worker";

await runWorker();
