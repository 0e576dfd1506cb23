/** What follows a change of variables. */
export const restartHint = (app: string): string[] => [
  "",
  "Restart your containers to apply these environment changes on your application:",
  `berth --app ${app} restart`,
];
