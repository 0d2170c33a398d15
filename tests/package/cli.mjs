// A project that has installed the package and calls its command line, as a user's would.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { consumer } from "../runtimes/consumer.mjs";

/** A small policy to write tests for. */
export const catalog = {
  permatrix: 1,
  name: "site",
  types: {
    project: {},
    rfi: { within: ["project"], attributes: { creator: "user", due: "timestamp" } },
  },
  context: { office: "bool" },
  ladders: { general: [{ level: "none" }, { level: "reader" }, { level: "editor" }] },
  conditions: {
    own: { title: { en: "own items only" }, when: "resource.creator == subject" },
    late: { todo: "nobody has said when that is" },
  },
  tools: {
    rfi: {
      on: "project",
      ladder: "general",
      granulars: { manager: { levels: ["reader"] }, locked: { levels: ["editor"] } },
      conditions: { office: { title: "from the office", when: "context.office" } },
      actions: {
        view: { cells: { reader: "yes", editor: "yes" } },
        edit: { cells: { manager: "yes", editor: "if own", locked: "never" } },
        print: { cells: { editor: "if office" } },
        purge: {},
        close: { cells: { editor: "if late" } },
      },
    },
  },
  roles: { crew: { on: "project", levels: { rfi: "editor" } } },
  ceilings: { nobody_deletes: { when: "false", except: ["rfi.purge"] } },
  changes: { grant: "rfi.edit", set_cell: "rfi.view" },
};

export const facts = {
  permatrix: 1,
  catalog: "site",
  users: { "user:anna": {}, "user:ben": {}, "user:cleo": {} },
  groups: { "group:night": { members: ["user:cleo"] } },
  resources: { "project:7": {}, "rfi:12": { parent: "project:7", attributes: { creator: "user:anna" } } },
  grants: [
    { to: "user:anna", role: "crew", on: "project:7" },
    { to: "user:ben", column: "rfi.reader", on: "project:7", until: "2027-01-01T00:00:00Z" },
    { to: "group:night", column: "rfi.editor", on: "project:7" },
    { to: "group:night", column: "rfi.locked", on: "project:7" },
    { to: "user:cleo", column: "rfi.manager", on: "project:7" },
  ],
};

/** Sets the project up in a folder of its own. */
export async function commandLine(name) {
  const folder = await consumer(name);
  const bin = `${folder}/node_modules/permatrix/dist/cli/main.js`;
  const put = (file, content) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(
      join(folder, file),
      typeof content === "string" || content instanceof Uint8Array ? content : json(content),
    );
    return file;
  };
  put("catalog.json", catalog);
  put("facts.json", facts);
  /** Runs `permatrix` with these arguments: what it prints, and what it ends with. */
  const permatrix = (...args) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8" });
    return { out: stdout, err: stderr, code: status };
  };
  /** Runs `tests` on the policy, with more options; the place in front of each line is cut off. */
  const play = (tests, ...args) => {
    put("policy.test.json", { catalog: "catalog.json", facts: "facts.json", now: "2026-11-23T09:00:00Z", tests });
    return permatrix("test", "policy.test.json", ...args);
  };
  return { folder, bin, put, permatrix, play };
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
