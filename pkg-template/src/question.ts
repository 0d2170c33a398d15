// From the questions of callers to one form. Every key is set, so that none is found on a polluted Object.prototype instead.

import { PermatrixError } from "./error.js";
import type { Place } from "./error.js";
import { attributes, fields, moment, name, refuse } from "./plain.js";

const GIVEN = ["now", "resource", "subject", "context"];

/** What a context says about time, resource and subject; a footnote's `context.NAME` cannot have one of these names. */
const RESERVED = ["now", "resource", "subject"];

/** A question that has been read: names, and copies of what was given with them. */
export interface Asked {
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly given: {
    readonly now: number;
    readonly resource: Record<string, unknown> | undefined;
    readonly subject: Record<string, unknown> | undefined;
    readonly context: Record<string, unknown> | undefined;
  };
}

/** The question in words, for the core. */
export function inWords({ subject, action, resource, given: { context, ...given } }: Asked): object {
  return { subject, action, resource, context: { ...context, ...given } };
}

/** The three names, checked, and what was given with them. */
export function questionOf(subject: unknown, action: unknown, resource: unknown, given: unknown): Asked {
  const options = given === undefined ? undefined : fields(given, "given", GIVEN);
  const context = attributes(options?.["context"], "given.context");
  const reserved = context === undefined ? undefined : RESERVED.find((key) => key in context);
  if (reserved !== undefined) {
    const message = `given.context: \`${reserved}\` belongs beside \`context\`, not inside`;
    throw new PermatrixError("bad_argument", message, { at: { path: "given.context" } });
  }
  return {
    subject: subjectName(subject),
    action: actionName(action),
    resource: resourceName(resource),
    given: {
      now: moment(options?.["now"], "given.now"),
      resource: attributes(options?.["resource"], "given.resource"),
      subject: attributes(options?.["subject"], "given.subject"),
      context,
    },
  };
}

/** What a screen asks: nothing but the time comes with it. */
export function screenQuestion(subject: unknown, action: string, resource: unknown, now: number): Asked {
  const given = { now, resource: undefined, subject: undefined, context: undefined };
  return { subject: subjectName(subject), action, resource: resourceName(resource), given };
}

/** The core reads what is in `given` out of a context. */
export function placeInGiven(at: Place): Place {
  const inside = at.path.replace(/^context\./, "");
  const path = /^(now|resource|subject)\b/.test(inside) ? `given.${inside}` : `given.context.${inside}`;
  return { ...at, path };
}

/** A question in the shape of AuthZEN. Keys it does not know are ignored, as AuthZEN asks for. */
export function authzenQuestion(question: unknown): Asked {
  const { subject, action, resource, context } = fields(question, "question");
  const all = context === undefined ? undefined : attributes(context, "question.context");
  const { now, resource: ofResource, subject: ofSubject, ...circumstances } = all ?? {};
  const who = entity(subject, "question.subject", "user:anna");
  const what = entity(resource, "question.resource", "project:7");
  return {
    subject: who.named,
    action: typeof action === "string" ? name(action, "question.action", "rfi.edit") : actionOf(action),
    resource: what.parent === undefined ? what.named : `${what.parent}/${what.named}`,
    given: {
      now: moment(now, "question.context.now"),
      resource: merged(what.properties, ofResource, "resource"),
      subject: merged(who.properties, ofSubject, "subject"),
      context: circumstances,
    },
  };
}

export function subjectName(value: unknown): string {
  return name(value, "subject", "user:anna");
}

export function actionName(value: unknown): string {
  return name(value, "action", "rfi.edit");
}

export function resourceName(value: unknown): string {
  return name(value, "resource", "project:7");
}

export function attributeName(value: unknown): string {
  return name(value, "attribute", "resource.creator");
}

interface Entity {
  named: string;
  parent: string | undefined;
  properties: Record<string, unknown> | undefined;
}

function entity(value: unknown, path: string, example: string): Entity {
  if (typeof value === "string") return { named: name(value, path, example), parent: undefined, properties: undefined };
  if (typeof value !== "object" || value === null)
    return refuse(path, `a text such as \`${example}\`, or an object with type and id`, value);
  const { type, id, parent, properties } = fields(value, path);
  const [kind = "", key = ""] = example.split(":");
  return {
    named: `${name(type, `${path}.type`, kind)}:${name(id, `${path}.id`, key)}`,
    parent: parent === undefined ? undefined : name(parent, `${path}.parent`, "project:7"),
    properties: attributes(properties, `${path}.properties`),
  };
}

function actionOf(action: unknown): string {
  if (typeof action !== "object" || action === null)
    return refuse("question.action", "a text such as `rfi.edit`, or an object with name", action);
  return name(fields(action, "question.action")["name"], "question.action.name", "rfi.edit");
}

/**
 * AuthZEN's `properties` and the context speak of the same attributes; one given in both places is a mistake, and neither may
 * win in silence.
 */
function merged(
  properties: Record<string, unknown> | undefined,
  fromContext: unknown,
  what: string,
): Record<string, unknown> | undefined {
  const path = `question.context.${what}`;
  const others = attributes(fromContext, path);
  if (properties === undefined || others === undefined) return properties ?? others;
  const twice = Object.keys(others).find((key) => Object.hasOwn(properties, key));
  if (twice === undefined) return { ...properties, ...others };
  const message = `${path}: \`${twice}\` is already in question.${what}.properties`;
  throw new PermatrixError("bad_argument", message, { at: { path } });
}
