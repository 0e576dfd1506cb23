import { CodeBlock } from "@/components/ui/code-block";
import { HAPROXY_IMAGE } from "@/lib/core/databases/images";

/** How another machine joins the Swarm, and what runs there then. */
export function AddHost() {
  return (
    <details className="max-w-3xl">
      <summary className="cursor-pointer font-medium">Add a host</summary>
      <div className="mt-3 grid gap-3">
        <ol className="grid list-decimal gap-3 pl-5">
          <li>
            Install Docker on the new machine, and let the machines reach each other on TCP 2377, TCP and UDP
            7946 and UDP 4789.
          </li>
          <li className="grid gap-1">
            On this machine, ask for the command that the new one joins with:
            <CodeBlock title="Shell" code="docker swarm join-token worker" />
          </li>
          <li>Run that command on the new machine. It stands in the table above as soon as it is ready.</li>
          <li className="grid gap-1">
            Bring it Berth's proxy image, by which Berth reaches its engine:
            <CodeBlock title="Shell" code={`docker save ${HAPROXY_IMAGE} | ssh NEW-MACHINE docker load`} />
          </li>
        </ol>
        <p className="text-muted-foreground">
          Within half a minute it takes databases, whose images come by themselves. Containers of apps may run
          there too, if their image is in a registry that it reaches. The whole of it is in
          docs/runbooks/add-a-host.md.
        </p>
      </div>
    </details>
  );
}
