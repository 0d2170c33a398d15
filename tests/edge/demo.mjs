// The edge example, started as the demo starts it, and requests to it exactly as they are written.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { fileURLToPath } from "node:url";

const DEV = fileURLToPath(new URL("../../examples/edge-worker/dev.mjs", import.meta.url));

/** Starts origin and gate on free ports. `ended()` ends both and tells with which status. */
export async function started(...options) {
  const tarball = process.env.PERMATRIX_TARBALL ? ["--tarball", process.env.PERMATRIX_TARBALL] : [];
  const arguments_ = [DEV, ...tarball, "--port", "0", ...options];
  const child = spawn(process.execPath, arguments_, { stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(child, "exit");
  const said = await ready(child);
  const [, gate, origin] = /gate (http:\S+) +origin (http:\S+)/.exec(said);
  const ended = async () => {
    child.kill("SIGTERM");
    return (await exit)[0];
  };
  return { gate, origin, said, ended };
}

/** What it says until it is ready. */
async function ready(child) {
  let said = "";
  const more = (text) => (said += text);
  child.stdout.setEncoding("utf8").on("data", more);
  child.stderr.setEncoding("utf8").on("data", more);
  while (!/unauthenticated +curl .*\n/.test(said)) {
    await new Promise((passed) => setTimeout(passed, 50));
    if (child.exitCode !== null) throw new Error(`it ended instead of being ready:\n${said}`);
  }
  return said;
}

/** Sends a request with its path as it stands; `fetch` would tidy it up first. */
export async function send(base, method, path, headers = {}, body = undefined) {
  const { hostname, port } = new URL(base);
  const asked = request({ hostname, port, method, path, headers, agent: false });
  asked.end(body);
  const [response] = await once(asked, "response");
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}
