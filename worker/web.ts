import { runWeb } from "@/lib/web/server";

await runWeb();
