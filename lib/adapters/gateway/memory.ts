import { PLAIN_REFUSED } from "../../core/databases/gateway-door";
import { DomainError } from "../../core/errors";
import type { GatewayPlace, Gateways } from "../../ports/gateways";

/** Gateways in memory: what they were told, and a way to make them deaf. */
export type MemoryGateways = Gateways & {
  /** What somebody who knocks is told; by default what a gateway that was told so last says. */
  setAnswer(answer: string | DomainError | null): void;
  /** Told to that gateway so far, or to one container of it, in order. */
  told(name: string): readonly string[];
  setDeaf(isDeaf: boolean): void;
};

const silent = (serviceName: string): DomainError =>
  new DomainError("unavailable", "gateway_silent", `The gateway ${serviceName} does not take commands.`);

/** `isRunning` says whether there is such a gateway. */
export function memoryGateways({
  isRunning,
}: {
  isRunning: (serviceName: string) => Promise<boolean>;
}): MemoryGateways {
  const told = new Map<string, string[]>();
  let isDeaf = false;
  let answer: string | DomainError | null = null;
  const tell = async ({ serviceName, containers }: GatewayPlace, what: string | null) => {
    const areThere = containers?.every((name) => name.startsWith(`${serviceName}.`)) ?? true;
    if (isDeaf || containers?.length === 0 || !areThere || !(await isRunning(serviceName)))
      throw silent(serviceName);
    for (const name of what === null ? [] : [serviceName, ...(containers ?? [])])
      told.set(name, [...(told.get(name) ?? []), what ?? ""]);
  };
  return {
    open: async (place) => {
      await tell(place, null);
      let isOpen = true;
      const say = async (what: string) => {
        if (!isOpen) throw silent(place.serviceName);
        await tell(place, what);
      };
      return {
        waitForNext: async () => {},
        leave: () => say("leave"),
        lead: () => say("lead"),
        leadTo: (nodeService) => say(`lead to ${nodeService}`),
        close: () => {
          isOpen = false;
        },
      };
    },
    setClientsMax: (place, clientsMax) => tell(place, `clients ${clientsMax}`),
    setTlsForced: (place, isForced) => tell(place, `tls ${isForced ? "forced" : "free"}`),
    setCertificate: (place, pem) => tell(place, `certificate ${pem}`),
    knock: async (way, tlsName) => {
      if ("serviceName" in way) await tell(way, null);
      if (answer instanceof DomainError) throw answer;
      const last =
        "serviceName" in way
          ? told.get(way.serviceName)?.findLast((what) => what.startsWith("tls "))
          : undefined;
      return (
        answer ??
        (tlsName === null && last === "tls forced" ? PLAIN_REFUSED : "-NOAUTH Authentication required.")
      );
    },
    setAnswer: (value) => {
      answer = value;
    },
    told: (name) => told.get(name) ?? [],
    setDeaf: (value) => {
      isDeaf = value;
    },
  };
}
