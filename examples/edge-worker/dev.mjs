// Origin and gate on this machine, until Ctrl-C:
// node examples/edge-worker/dev.mjs [--tarball PATH] [--gate-port 8787] [--origin-port 8788] [--port 0] [--facts PATH]
//
// --tarball  the packed package; without it, what `cargo xtask package` made last
// --port 0   any two free ports
// --facts    other facts than those of the construction example

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Miniflare } from "miniflare";
import { built } from "./build.mjs";
import { startOrigin } from "./origin.mjs";

const { values } = parseArgs({
  options: {
    tarball: { type: "string" },
    "gate-port": { type: "string", default: "8787" },
    "origin-port": { type: "string", default: "8788" },
    port: { type: "string" },
    facts: { type: "string" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "permatrix-edge-"));
let running = [];
process.once("SIGINT", end).once("SIGTERM", end);
// Not in `end`: miniflare hears the signals, too, and may be the first to end the process.
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
try {
  await start();
} catch (error) {
  console.error(error.message);
  await end(1);
}

async function start() {
  const replaced = values.facts ? { "facts.json": resolve(values.facts) } : {};
  const script = await built(folder, values.tarball && resolve(values.tarball), replaced);
  const server = await startOrigin(port("origin-port"));
  running.push(() => server.close());
  const origin = `http://127.0.0.1:${server.address().port}`;
  const gate = startGate(script, origin);
  running.push(() => gate.dispose());
  tell((await gate.ready).origin, origin);
}

function port(name) {
  const number = Number(values.port ?? values[name]);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  throw new Error(`--${values.port ? "port" : name}: not a port`);
}

function startGate(script, origin) {
  return new Miniflare({
    cf: false, // asks nobody on the network what requests look like
    host: "127.0.0.1",
    port: port("gate-port"),
    modules: true,
    scriptPath: script,
    modulesRoot: `${folder}/dist`,
    modulesRules: [
      { type: "CompiledWasm", include: ["**/*.wasm"] },
      { type: "ESModule", include: ["**/*.js"] },
    ],
    compatibilityDate: "2026-07-30", // of the workerd that miniflare brings
    bindings: { ORIGIN: origin },
  });
}

function tell(gate, origin) {
  console.log(`
  gate ${gate}  origin ${origin}

  allowed          curl -i -X POST ${gate}/projects/hafenquartier/rfis/12/close -H 'x-user: anna'
  denied           curl -i -X POST ${gate}/projects/hafenquartier/rfis/12/close -H 'x-user: ben'
  unauthenticated  curl -i ${gate}/projects/hafenquartier/rfis
`);
}

/** Ends what was started, last first. */
async function end(status) {
  const ending = running.reverse();
  running = [];
  for (const stop of ending) await stop();
  process.exit(status === 1 ? 1 : 0);
}
