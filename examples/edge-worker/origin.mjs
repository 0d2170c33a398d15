// A small origin: tells as JSON which request reached it, and how many did so far.

import { createServer } from "node:http";

/** Starts it; gives the server once it listens. */
export async function startOrigin(port) {
  let number = 0;
  const server = createServer(async (request, response) => {
    number += 1;
    const { method, url, headers } = request;
    const said = { number, method, url, body: await text(request), headers };
    response.setHeader("content-type", "application/json");
    response.end(`${JSON.stringify(said, null, 2)}\n`);
  });
  await new Promise((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  return server;
}

async function text(request) {
  const pieces = await request.toArray();
  return Buffer.concat(pieces).toString();
}
