// The texts of mails: a small door of its own, `permatrix/mail`. The engine says what there is to tell, as data; this puts it
// into words, and the host sends them.

import { frozen } from "./frozen.js";
import { letters } from "./letters.js";
import { fields, PermatrixError, refuse } from "./inside.js";
import type { Mail, MailPerson, Time } from "./types.js";

/** A mail in one language: `{a.b}` stands for what the entry says under `fields.a.b`. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** Letters by language, by the names that the catalog gives its mails. */
export type Letters = Readonly<Record<string, Readonly<Record<string, Letter>>>>;

/** How to put a mail into words. */
export interface Wording {
  /** Instead of the language of the recipients; `en` where nobody says. */
  readonly language?: string | undefined;
  /** Where the reader can act: the link that activates, or the page of the request. `{link}` in letters. */
  readonly link?: string | undefined;
  /** The time zone in which moments are written; `UTC` unless given. */
  readonly timeZone?: string | undefined;
  /** Letters of one's own, beside those of the package or instead of them. */
  readonly letters?: Letters | undefined;
}

/** A mail to send. */
export interface Rendered {
  readonly language: string;
  readonly to: readonly MailPerson[];
  readonly subject: string;
  readonly text: string;
}

/**
 * Puts an entry of an outbox into words (S21, S22): in German and English for the mails `invitation`, `app_request`,
 * `app_attempt`, `request`, `request_approved`, `request_denied` and `attempt`, in whatever else `letters` has. A line that
 * is all about something which the entry does not say is left out. Plain text: nothing in it is HTML, and no name can add a
 * line to the subject.
 *
 * ```ts
 * import { mail } from "permatrix/mail";
 *
 * const { outbox } = engine.apply(changes, { actor: "user:anna" });
 * for (const entry of outbox) send(mail(entry, { link: `https://example.com/start#${entry.fields.token}` }));
 * ```
 *
 * Fails with `unknown_name` when there is no letter for the mail, in none of the languages.
 */
export function mail(entry: Mail, wording: Wording = {}): Rendered {
  const { template, to, fields: said } = fields(entry, "entry") as unknown as Mail;
  const { language, link, timeZone = "UTC", letters: own = {} } = fields(wording, "wording", [
    "language",
    "link",
    "timeZone",
    "letters",
  ]) as Wording;
  if (!Array.isArray(to)) refuse("entry.to", "a list of people", to);
  const [found, letter] = letterOf(template, language ?? entry.language ?? "en", own);
  const words = { language: found, timeZone };
  const told = { ...said, link };
  const subject = fill(letter.subject, told, words).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return frozen({ language: found, to, subject, text: lines(letter.text, told, words) });
}

interface Words {
  readonly language: string;
  readonly timeZone: string;
}

/** The letter in the language wanted (`de` for `de-AT`), in English, or in the first there is. */
function letterOf(template: string, language: string, own: Letters): [string, Letter] {
  const known = Object.hasOwn(own, template) ? own : letters;
  const all = Object.hasOwn(known, template) ? known[template] : undefined;
  const wanted = [language, language.split("-", 1)[0] ?? "", "en", ...Object.keys(all ?? {})];
  const found = wanted.find((one) => all !== undefined && Object.hasOwn(all, one));
  const letter = found === undefined ? undefined : all?.[found];
  if (found !== undefined && letter !== undefined) return [found, letter];
  const message = `there is no letter for the mail \`${template}\`: give one in \`letters\``;
  throw new PermatrixError("unknown_name", message, { at: { path: "entry.template" } });
}

const PLACES = /\{([a-z_.]+)\}/gu;

function fill(text: string, said: unknown, words: Words): string {
  return text.replaceAll(PLACES, (_, path: string) => worded(path, said, words));
}

/** Line by line: one of whose places none has anything to say is left out. */
function lines(text: string, said: unknown, words: Words): string {
  const kept = text.split("\n").filter((line) => {
    const places = [...line.matchAll(PLACES)];
    return places.length === 0 || places.some(([, path = ""]) => worded(path, said, words) !== "");
  });
  return fill(kept.join("\n"), said, words);
}

/** What an entry says under a path, as a reader would write it. */
function worded(path: string, said: unknown, { language, timeZone }: Words): string {
  const steps = path.split(".");
  const value = steps.reduce(part, said);
  if (steps.at(-1) === "title") return titled(value, part(steps.slice(0, -1).reduce(part, said), "id"), language);
  if (typeof value === "number" && steps.at(-1) === "until") return moment(value, language, timeZone);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function part(of: unknown, key: string): unknown {
  return typeof of === "object" && of !== null && Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
}

/** A title in a language, or in whatever there is; the id where there is none. */
function titled(title: unknown, id: unknown, language: string): string {
  const texts = typeof title === "object" && title !== null ? Object.values(title) : [];
  const found = part(title, language) ?? part(title, "") ?? texts[0] ?? id;
  return typeof found === "string" ? found : "";
}

function moment(time: Time, language: string, timeZone: string): string {
  const how = { dateStyle: "long", timeStyle: "short", timeZone } as const;
  return `${new Intl.DateTimeFormat(language, how).format(new Date(time))} (${timeZone})`;
}
