import { respondRest as respond } from "@/lib/web/rest/respond";

export { respond as DELETE, respond as GET, respond as PATCH, respond as POST, respond as PUT };
