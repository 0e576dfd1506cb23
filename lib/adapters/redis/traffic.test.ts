import { expect, test } from "vitest";
import { fieldsOf } from "./info";
import { trafficOf } from "./traffic";

/** Of a real 8.0.2; what is not read is left out. */
const INFO = `# Server
redis_version:8.0.2

# Replication
role:master
connected_slaves:0

# Commandstats
cmdstat_auth:calls=7,usec=120,usec_per_call=17.14,rejected_calls=0,failed_calls=0
cmdstat_get:calls=40,usec=80,usec_per_call=2.00,rejected_calls=0,failed_calls=0
cmdstat_ping:calls=3,usec=6,usec_per_call=2.00,rejected_calls=0,failed_calls=0
cmdstat_info:calls=9,usec=900,usec_per_call=100.00,rejected_calls=0,failed_calls=0
cmdstat_acl|setuser:calls=2,usec=9,usec_per_call=4.50,rejected_calls=0,failed_calls=0
cmdstat_acl|whoami:calls=5,usec=9,usec_per_call=1.80,rejected_calls=0,failed_calls=0
cmdstat_config|set:calls=4,usec=9,usec_per_call=2.25,rejected_calls=0,failed_calls=0
cmdstat_client|kill:calls=1,usec=9,usec_per_call=9.00,rejected_calls=0,failed_calls=0
cmdstat_client|setname:calls=6,usec=9,usec_per_call=1.50,rejected_calls=0,failed_calls=0
cmdstat_bgsave:calls=1,usec=9,usec_per_call=9.00,rejected_calls=0,failed_calls=0
`.replaceAll("\n", "\r\n");

test("what Berth alone may send, and what it sends all the time", () => {
  expect(trafficOf(fieldsOf(INFO), INFO)).toMatchObject({ reserved: 8, auths: 7, pings: 3, infos: 9 });
});

test("the size of the answer, and of the part that a gateway's check is answered", () => {
  const part = "# Replication\r\nrole:master\r\nconnected_slaves:0\r\n";
  expect(trafficOf(fieldsOf(INFO), INFO)).toMatchObject({
    answerBytes: `$${INFO.length}\r\n${INFO}\r\n`.length,
    checkBytes: `$${part.length}\r\n${part}\r\n`.length,
  });
});

test("a server that nobody has asked anything", () => {
  expect(trafficOf({}, "")).toEqual({
    reserved: 0,
    auths: 0,
    pings: 0,
    infos: 0,
    answerBytes: 6,
    checkBytes: 6,
  });
});
