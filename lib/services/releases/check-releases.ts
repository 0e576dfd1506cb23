import type { ReleaseView } from "../../contract/releases";
import { nameOf } from "../../core/engines/builds";
import { type ReleaseNews, releaseNews, type SourceAnswer } from "../../core/engines/sources";
import type { EventDetail } from "../../core/events/events";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { keepAnswer, noteNews } from "../../db/release-sources";
import { listReleases } from "../platform/list-releases";
import { releaseTitle } from "./title";

/**
 * Keeps what sources of releases answered, and tells administrators, once each, what is newer than databases run and what lacks fixes.
 * Answers every release as it is by then. Safe to repeat.
 */
export async function checkReleases(
  ports: Parameters<typeof listReleases>[0],
  answers: readonly SourceAnswer[],
  now: Date,
): Promise<ReleaseView[]> {
  await transaction(async (tx) => {
    for (const answer of answers) await keepAnswer(tx, answer, now);
  });
  const releases = await listReleases(ports);
  for (const release of releases)
    for (const news of releaseNews(release.builds)) await tell(release, news, now);
  return releases;
}

async function tell(release: ReleaseView, news: ReleaseNews, now: Date): Promise<void> {
  const words = news.kind === "newer" ? news.build : `fixes missing: ${news.reason}`;
  const key = { release: nameOf(release), builtFrom: news.builtFrom, news: words };
  await transaction(async (tx) => {
    if (!(await noteNews(tx, key, now))) return;
    await insertEvent(tx, { appId: null, actorId: null }, eventOf(releaseTitle(release), news));
  });
}

function eventOf(release: string, { builtFrom, databases, count, ...news }: ReleaseNews): EventDetail {
  const data = { release, builtFrom, databases, count };
  return news.kind === "newer"
    ? { type: "newer_build", data: { ...data, build: news.build } }
    : { type: "fixes_missing", data: { ...data, reason: news.reason, link: news.link } };
}
