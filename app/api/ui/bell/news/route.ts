import { getBellNews } from "@/lib/services/bell/get-bell-news";
import { respond } from "@/lib/web/api";

export async function GET(): Promise<Response> {
  return respond((ctx) => getBellNews(ctx));
}
