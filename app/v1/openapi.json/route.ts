import { openApiDocument } from "@/lib/contract/api/openapi";
import { respondPublic } from "@/lib/web/api";

export async function GET(): Promise<Response> {
  return respondPublic(async () => openApiDocument());
}
