#!/usr/bin/env node
import process from "node:process";
import { cli } from "./cli.js";
import { Terminal } from "./terminal.js";

const colours = process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
const terminal = new Terminal(colours);
// Not `process.exit`, which would cut off what a pipe has not taken yet.
process.exitCode = cli(process.argv.slice(2), terminal);
for (const [stream, text] of [
  [process.stdout, terminal.out],
  [process.stderr, terminal.err],
] as const) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error; // `permatrix … | head` has read enough
  });
  if (text !== "") stream.write(text);
}
