import { respondPublic } from "@/lib/web/api";
import { finishProviderSignIn } from "@/lib/web/provider-sign-in";

export async function GET(request: Request): Promise<Response> {
  return respondPublic((visitor) => finishProviderSignIn(visitor, request));
}
