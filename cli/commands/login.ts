import { hostname } from "node:os";
import { z } from "zod";
import { ACCOUNT_ROUTES } from "@/lib/contract/api/account";
import { ask, type Door, tokenAuthorization } from "../api";
import { command } from "../command";
import { findCredentials, saveCredentials } from "../credentials";
import { Failure, usageFailure } from "../failure";
import { readHidden, readLine } from "../prompt";
import type { Session } from "../session";

/** Signs in by a token, or by email and password, for which a token of this machine is made. */
export const login = command({
  name: "login",
  group: "Session",
  summary: "sign in to a Berth and stay signed in",
  options: [
    ["--url <url>", "address of the Berth (else BERTH_URL, else the last one)"],
    ["--otp <code>", "code of your second factor (else it is asked for)"],
    ["--api-token <token>", "a token of the account page (- reads it from standard input)"],
  ],
  input: z.object({
    url: z.url({ protocol: /^https?$/, error: "--url begins with http:// or https://." }).optional(),
    apiToken: z.string().optional(),
    otp: z.string().optional(),
  }),
  async run(session, { url: given, apiToken, otp }) {
    const url = given ?? session.settings.BERTH_URL ?? findCredentials(session.settings)?.url;
    if (!url)
      throw usageFailure("Which Berth?", "Say its address: berth login --url https://berth.example.org");
    const token = apiToken === undefined ? await makeToken(session, { url, otp }) : await readToken(apiToken);
    const door: Door = { url, authorization: tokenAuthorization(token) };
    const { user } = (await ask(door, ACCOUNT_ROUTES.getSelf)).data;
    saveCredentials(session.settings, { url: new URL(url).toString(), token });
    if (session.options.json) session.terminal.json({ url, user });
    else session.terminal.status(`Hello ${user.username}, nice to see you!`);
  },
});

/** An argument can be seen by everybody on the machine: standard input cannot. */
const readToken = async (given: string): Promise<string> => (given === "-" ? readLine("") : given);

async function makeToken(session: Session, { url, otp }: { url: string; otp?: string | undefined }) {
  session.terminal.note("       Signing in with email and password:");
  const email = await readLine("       Email: ");
  const password = await readHidden("       Password: ");
  const basic = Buffer.from(`${email}:${password}`).toString("base64");
  const door: Door = { url, authorization: `Basic ${basic}` };
  const make = async (code?: string): Promise<string> => {
    const body = { token: { name: `berth on ${hostname()}` }, ...(code && { otp: code }) };
    return (await ask(door, ACCOUNT_ROUTES.createToken, { body })).data.token.token;
  };
  try {
    return await make(otp);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "otp_required") throw error;
    return make(await readHidden("       Code of your second factor: "));
  }
}
