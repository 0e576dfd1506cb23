import { CLIENT_GUIDE } from "./guide";
import { CLIENT_NOTES } from "./notes";

const INTRO = `# Programs and their connections

What a program meets while its database changes plan or version, and what makes that unnoticeable. A Berth shows this page at \`/docs/clients\`;
\`npm run clients\` runs real programs against databases that move.`;

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The guide as `docs/clients.md`. */
export const clientsMarkdown = (): string =>
  `${[
    INTRO,
    ...CLIENT_GUIDE.map(({ title, text }) => `## ${title}\n\n${text.map((line) => `- ${line}`).join("\n")}`),
    `## Each client\n\n${[
      "| client | when its connections are closed | settings | for TLS |",
      "|---|---|---|---|",
      ...CLIENT_NOTES.map(
        ({ name, does, settings, tls = "" }) =>
          `| ${cell(name)} | ${cell(does)} | ${cell(settings)} | ${cell(tls)} |`,
      ),
    ].join("\n")}`,
  ].join("\n\n")}\n`;
