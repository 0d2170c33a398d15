import type { Answer, Engine } from "permatrix/url";

/** An action whose answer the draft changes for somebody somewhere. */
export interface Effect {
  readonly action: string;
  readonly before: Answer;
  readonly after: Answer;
}

export interface Effects {
  readonly gained: readonly Effect[];
  readonly lost: readonly Effect[];
}

const LESS_TO_MORE: readonly Answer[] = ["no", "depends", "yes"];

/** The answers of two engines to the same question, side by side; only those that differ. */
export function effectsOf(saved: Engine, draft: Engine, subject: string, resource: string): Effects {
  const before = answers(saved, subject, resource);
  const after = answers(draft, subject, resource);
  const effects = [...new Set([...before.keys(), ...after.keys()])].map((action) => ({
    action,
    before: before.get(action) ?? "no",
    after: after.get(action) ?? "no",
  }));
  return { gained: effects.filter((e) => gain(e) > 0), lost: effects.filter((e) => gain(e) < 0) };
}

function answers(engine: Engine, subject: string, resource: string): Map<string, Answer> {
  const { yes, depends } = engine.whatCan(subject, resource);
  return new Map([
    ...yes.map((action) => [action, "yes"] as const),
    ...depends.map((action) => [action, "depends"] as const),
  ]);
}

function gain({ before, after }: Effect): number {
  return LESS_TO_MORE.indexOf(after) - LESS_TO_MORE.indexOf(before);
}
