/**
 * A real name server of this machine (RFC 1035 §4), which this process asks while it runs. Names
 * that it was not given have no address.
 */
import { createSocket } from "node:dgram";
import { getServers, setServers } from "node:dns";
import { once } from "node:events";
import { ipv4Bytes, ipv6Bytes } from "../../convex/component/core/networkAddresses";

const A = 1;
const AAAA = 28;
const HEADER = 12;
const TYPE_AND_CLASS = 4;

export class NameServer {
  /** Name → addresses. */
  readonly names = new Map<string, readonly string[]>();
  /** `name A` or `name AAAA`, in the order of the questions. */
  asked: string[] = [];
  private readonly before = getServers();
  private readonly socket = createSocket("udp4", (question, { port, address }) =>
    this.socket.send(this.answerTo(question), port, address),
  );

  async start(): Promise<this> {
    this.socket.bind(0, "127.0.0.1");
    await once(this.socket, "listening");
    setServers([`127.0.0.1:${this.socket.address().port}`]);
    return this;
  }

  stop(): void {
    setServers(this.before);
    this.socket.close();
  }

  private answerTo(question: Buffer): Buffer {
    const labels: string[] = [];
    let end = HEADER;
    for (; question[end]! > 0; end += question[end]! + 1)
      labels.push(question.toString("latin1", end + 1, end + 1 + question[end]!)); // the root ends a name
    const [name, type] = [labels.join(".").toLowerCase(), question.readUInt16BE(end + 1)];
    this.asked.push(`${name} ${type === A ? "A" : type === AAAA ? "AAAA" : type}`);
    const found = (this.names.get(name) ?? []).flatMap(
      (address) => (type === A ? ipv4Bytes(address) : ipv6Bytes(address)) ?? [],
    );
    const size = type === A ? 4 : 16;
    const records = Array.from({ length: found.length / size }, (_, i) =>
      Buffer.from([
        0xc0,
        HEADER,
        0,
        type,
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        size,
        ...found.slice(i * size, (i + 1) * size),
      ]),
    );
    // The same id; an answer, with recursion, without an error; one question, so many answers.
    const header = Buffer.from([
      question[0]!,
      question[1]!,
      0x81,
      0x80,
      0,
      1,
      0,
      records.length,
      0,
      0,
      0,
      0,
    ]); // it has a header
    return Buffer.concat([header, question.subarray(HEADER, end + 1 + TYPE_AND_CLASS), ...records]);
  }
}
