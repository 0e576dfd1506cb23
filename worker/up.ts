import { watch } from "@/lib/runtime/watch";

process.exit(await watch(process.argv.slice(2)));
