// The network between a browser and the server, to be pulled out: what then reaches nobody is really not reached, by pages
// and by workers, in a browser that is killed and opened again.

import { createServer, connect, type Server, type Socket } from "node:net";

export class Cable {
  private sockets = new Set<Socket>();
  private answersLost = 0;
  /** How many calls of the function that is counted have reached the server. */
  passed = 0;

  private constructor(
    private server: Server,
    private to: URL,
    readonly port: number,
    private counted: string,
  ) {}

  /** A cable to a server, plugged in. */
  static async to(url: string, counted = "save_answer"): Promise<Cable> {
    const server = createServer();
    const cable = new Cable(server, new URL(url), await listen(server, 0), counted);
    server.on("connection", (socket) => cable.pass(socket));
    return cable;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async unplug(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  async plug(): Promise<void> {
    await listen(this.server, this.port);
  }

  /** The next call of this function reaches the server, and its answer reaches nobody. */
  loseAnswer(): void {
    this.answersLost = 1;
  }

  private pass(from: Socket): void {
    const to = connect(Number(this.to.port), this.to.hostname);
    let lost = false;
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ]) {
      this.sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    from.on("data", (bytes) => {
      if (bytes.includes(`POST /api/${this.counted}`)) {
        this.passed++;
        lost = this.answersLost-- > 0;
      }
      to.write(bytes);
    });
    to.on("data", (bytes) => (lost ? from.destroy() : from.write(bytes)));
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done((server.address() as { port: number }).port));
  });
}
