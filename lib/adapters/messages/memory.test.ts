import { describeMessenger } from "../../ports/messenger.contract";
import { memoryMessenger } from "./memory";

describeMessenger("in memory", async () => {
  let refuses = false;
  const absent = { platform: "slack", url: "https://absent.example.org/" } as const;
  const messenger = memoryMessenger({
    decide: (receiver) => (refuses || receiver === absent ? "It answered 500." : null),
  });
  return {
    messenger,
    receivers: [
      { platform: "email", emails: ["ada@example.org"] },
      { platform: "webhook", url: "https://example.org/", secret: "s" },
    ],
    arrived: () => messenger.taken.map(({ message }) => message.id),
    refuse: (doesRefuse) => {
      refuses = doesRefuse;
    },
    absent,
    close: async () => {},
  };
});
