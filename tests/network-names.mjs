// For a process in the network of an app: names are the network's own, whatever this machine's resolver says.
import dns from "node:dns";

const resolver = new dns.Resolver();
resolver.setServers(["127.0.0.11"]);
dns.lookup = (host, options, callback) =>
  resolver.resolve4(host, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) callback(error ?? new Error(`${host} has no address`));
    // Node tries one after the other, as it does with the addresses of any name.
    else if (options.all)
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );
    else callback(null, first, 4);
  });
