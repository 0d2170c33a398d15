import { PermatrixError } from "./error.js";
import { fetched, read, settled } from "./open.js";
import { isStarted, start } from "./start.js";
import type { Source } from "./types.js";

/**
 * Loads the module from a URL (compiled while it arrives), a `Response` or bytes. One that failed can be tried again; once
 * the module is there, nothing is loaded any more.
 */
export async function init(source: Source | PromiseLike<Source>): Promise<void> {
  if (isStarted()) return;
  const { found, url } = await settled(source);
  start(url === undefined ? await compiled(await read(found)) : await streamed(url));
}

async function streamed(url: string): Promise<object> {
  const response = await fetched(url);
  // Streaming insists on the media type; not every server knows it.
  const streams = response.headers.get("content-type")?.startsWith("application/wasm");
  if (streams !== true) return compiled(await read(response));
  return refusedAs(() => WebAssembly.compileStreaming(response));
}

function compiled(bytes: Uint8Array): Promise<object> {
  return refusedAs(() => WebAssembly.compile(bytes));
}

async function refusedAs(compile: () => Promise<object>): Promise<object> {
  try {
    return await compile();
  } catch (cause) {
    throw new PermatrixError("bad_source", "source: not a WebAssembly module this runtime can compile", { cause });
  }
}
