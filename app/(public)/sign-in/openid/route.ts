import { respondPublic } from "@/lib/web/api";
import { beginProviderSignIn } from "@/lib/web/provider-sign-in";

export async function GET(request: Request): Promise<Response> {
  return respondPublic((visitor) => beginProviderSignIn(visitor, request));
}
