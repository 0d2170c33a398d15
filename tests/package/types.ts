// The types as TypeScript users meet them. Compiled, never run.

import { Engine, PermatrixError } from "permatrix";
import type {
  Answer,
  CatalogInfo,
  Cell,
  Change,
  Decision,
  DecisionCode,
  ErrorCode,
  FactsInfo,
  Footnote,
  Given,
  Grid,
  Problem,
  Question,
  Source,
  Subject,
  Title,
  WhatCan,
} from "permatrix";

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

declare const engine: Engine;
declare const catalog: { permatrix: 1 };
declare const text: string;
declare const bytes: Uint8Array;

// Made, and given back.
same<ReturnType<typeof Engine.from>, Engine>(true);
Engine.from({ catalog, facts: text });
Engine.from({ catalog: bytes, facts: bytes });
same<ReturnType<typeof Engine.open>, Promise<Engine>>(true);
declare const response: { arrayBuffer(): Promise<ArrayBuffer>; ok: boolean; status: number; url: string };
const sources: (Source | Promise<Source>)[] = [
  response,
  Promise.resolve(response),
  { href: text },
  text,
  bytes,
  new ArrayBuffer(1),
];
sources.map((source) => Engine.open(source));
{
  using scoped = Engine.from({ catalog, facts: text });
  scoped.free();
}
// @ts-expect-error engines are made by from and open
new Engine();
// @ts-expect-error facts are missing
Engine.from({ catalog });
// @ts-expect-error a number is no source
Engine.open(7);

// Asked.
same<ReturnType<Engine["can"]>, boolean>(true);
const given: Given = {
  now: new Date(),
  resource: { creator: "user:anna", due: new Date() },
  subject: {},
  context: { office: true },
};
engine.can("user:anna", "rfi.edit", "project:7", given);
engine.can("user:anna", "rfi.edit", "project:7", { now: undefined });
// @ts-expect-error a misspelt option
engine.can("user:anna", "rfi.edit", "project:7", { resuorce: {} });
// @ts-expect-error a number is no subject
engine.can(7, "rfi.edit", "project:7");
// @ts-expect-error three names are needed
engine.can("user:anna", "rfi.edit");
const question: Question = {
  subject: { type: "user", id: "anna", properties: { employee: true } },
  action: { name: "rfi.edit" },
  resource: { type: "rfi", id: "99", parent: "project:7" },
  context: { now: "2026-11-23T09:00:00Z", office: true },
};
const decision: Decision = engine.decide(question);
same<typeof decision.validUntil, number | null>(true);
same<typeof decision.code, DecisionCode>(true);
same<(typeof decision.paths)[number]["on"], string | undefined>(true);
same<(typeof decision.paths)[number]["column"], string>(true);
same<(typeof decision.paths)[number]["granted"], string | undefined>(true);
same<typeof decision.ceilings, readonly string[]>(true);
// @ts-expect-error codes are a closed list
decision.code === "bad_question";
// @ts-expect-error decisions are frozen
decision.allowed = true;
// @ts-expect-error and so are their lists
decision.missing.push("now");
same<ReturnType<Engine["ask"]>, Answer>(true);
same<Answer, "yes" | "no" | "depends">(true);
same<ReturnType<Engine["whatCan"]>, WhatCan>(true);
engine.whatCan("user:anna", "project:7", { now: 0 });

// Shown.
const grids: readonly Grid[] = engine.matrix({ tool: "rfi" });
engine.matrix({ resource: "project:7" });
engine.matrix({ subject: "user:anna", resource: "project:7", now: 0 });
// @ts-expect-error a subject alone says nothing about where
engine.matrix({ subject: "user:anna" });
const shown = (cell: Cell): string => (cell.value === "if" ? cell.condition : cell.value);
grids.map((grid) => grid.rows.map((row) => row.cells.map(shown)));
same<Engine["catalog"], CatalogInfo>(true);
same<Engine["facts"], FactsInfo>(true);
same<CatalogInfo["settings"][number]["values"], readonly string[]>(true);
same<CatalogInfo["tools"][number]["levels"], readonly string[]>(true);
same<CatalogInfo["tools"][number]["levelsOf"], string | undefined>(true);
same<CatalogInfo["tools"][number]["levelsOfItem"], true | undefined>(true);
same<CatalogInfo["typeTitles"][number]["title"], Title>(true);
same<CatalogInfo["conditions"], readonly Footnote[]>(true);
same<Footnote["todo"], string | undefined>(true);
same<ReturnType<Engine["lint"]>, readonly Problem[]>(true);
// @ts-expect-error the catalog is changed by apply
engine.catalog = engine.catalog;

// By handle, and for one subject.
const handle: number = engine.handle("subject", "user:anna");
engine.canByHandle(handle, handle, handle) satisfies boolean;
engine.canByHandle(handle, handle, handle, [handle, 1], "rfi:12") satisfies boolean;
engine.canByHandle(handle, handle, handle, new Float64Array([handle, 1])) satisfies boolean;
// @ts-expect-error there are four kinds
engine.handle("role", "engineer");
const anna: Subject = engine.as("user:anna");
anna.can("rfi.edit", "project:7", given) satisfies boolean;
anna.decide({ action: "rfi.edit", resource: "project:7" }) satisfies Decision;

// Changed.
const changes: Change[] = [
  { kind: "grant", to: "user:ben", role: "engineer", on: "project:7", until: new Date() },
  { kind: "revoke", to: "user:ben", column: "rfi.standard", on: "project:7" },
  { kind: "set_cell", action: "rfi.edit", column: "standard", value: "if own" },
  { kind: "set_role", role: "visitor", on: "project", title: { en: "Visitor" }, levels: { rfi: "read_only" } },
];
engine.apply(changes, { actor: "system" }).revision satisfies number;
// @ts-expect-error who makes the change must be said
engine.apply(changes, {});
// @ts-expect-error no such kind
engine.apply([{ kind: "delete" }], { actor: "system" });
// @ts-expect-error a cell is yes, no, never or `if NAME`
engine.apply([{ kind: "set_cell", action: "rfi.edit", column: "standard", value: "maybe" }], { actor: "system" });
const stop: () => void = engine.subscribe((revision) => revision.toFixed());
stop();
engine.revision satisfies number;

// Refused.
declare const error: unknown;
if (error instanceof PermatrixError) {
  error satisfies Error;
  same<typeof error.code, ErrorCode>(true);
  error.at?.path satisfies string | undefined;
  error.decision?.code satisfies string | undefined;
  // @ts-expect-error codes are a closed list
  error.code === "no_such_code";
}
