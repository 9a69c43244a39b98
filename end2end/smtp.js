// A mail server on loopback, for the tests in Rust. It says its port, then each letter that it was given, as lines of
// JSON. What is to befall the letters to an address is told on its standard input: {"to": "…", "fates": ["451", "drop"]}.
//
// A number refuses the recipient with that code; "drop" takes the letter and hangs up without a word; "hold" takes it
// and never answers.

import { simpleParser } from "mailparser";
import { createInterface } from "node:readline";
import { SMTPServer } from "smtp-server";

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** By address: what befalls the next letters, in order; then they are taken. */
const fates = new Map();

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  onRcptTo(recipient, _session, answer) {
    const [fate] = fates.get(recipient.address) ?? [];
    if (!/^\d+$/.test(fate ?? "")) return answer();
    fates.get(recipient.address).shift();
    say({ refused: recipient.address, code: Number(fate) });
    answer(Object.assign(new Error(`${recipient.address} is not here`), { responseCode: Number(fate) }));
  },
  async onData(stream, session, answer) {
    const letter = await simpleParser(stream);
    const to = session.envelope.rcptTo.map((recipient) => recipient.address);
    const fate = fates.get(to[0])?.shift();
    const headers = letter.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()]);
    const { subject, text, html, messageId, attachments } = letter;
    const from = letter.from.text;
    const parts = { subject, text, html, attachments: attachments.length };
    say({ letter: { to, from, messageId, ...parts, headers: Object.fromEntries(headers) } });
    if (fate === "hold") return;
    if (fate !== "drop") return answer();
    const line = [...server.connections].find((connection) => connection.session === session);
    line._socket.destroy();
  },
});

server.on("error", () => {}); // a client that hung up
server.listen(0, "127.0.0.1", () => say({ port: server.server.address().port }));

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const told = JSON.parse(line);
    fates.set(told.to, told.fates);
    say({ heard: told.to });
  })
  .on("close", () => process.exit());
