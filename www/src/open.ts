import catalogUrl from "../../catalogs/construction/catalog.json?url";
import factsUrl from "../../catalogs/construction/facts.json?url";
import { Desk } from "./desk.ts";

/** Loads module, catalog and facts side by side. Fails as the package does: with a code and a place. */
export async function openDesk(): Promise<Desk> {
  const [{ Engine }, catalog, facts] = await Promise.all([
    import("permatrix/url"),
    textOf(catalogUrl),
    textOf(factsUrl),
  ]);
  return new Desk(() => Engine.from({ catalog, facts }));
}

class Unreachable extends Error {
  readonly code = "unreachable";
  readonly at: { readonly path: string };

  constructor(url: string, reason: string) {
    super(reason);
    this.at = { path: url };
  }
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new Unreachable(url, String(error));
  });
  if (!response.ok) throw new Unreachable(url, `the server answered with status ${response.status}`);
  return response.text();
}
