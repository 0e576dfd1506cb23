import type { z } from "zod";
import type { ApiEvent } from "@/lib/contract/api/events";
import type { Colour } from "../colour";

type Event = z.infer<typeof ApiEvent>;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number: number): string => String(number).padStart(2, "0");

/** "Mon Jan 05 2026 10:11:12", in the reader's own zone. */
function formatTime(iso: string): string {
  const at = new Date(iso);
  const day = `${DAYS[at.getDay()]} ${MONTHS[at.getMonth()]} ${two(at.getDate())} ${at.getFullYear()}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const TITLE_WIDTH = 25;

/** A line of the timeline. */
export function eventLine(event: Event, colour: Colour): string {
  const { username, email } = event.user;
  const who = email === "" ? username : `${username} (${email})`;
  // A Berth of an earlier version sends no words.
  const { title = event.type, text } = event;
  const words = text === undefined ? "" : ` - ${text}`;
  return `* ${colour.yellow(formatTime(event.created_at))} - ${title.padEnd(TITLE_WIDTH)}${words} ${colour.dim(`<${who}>`)}`;
}
