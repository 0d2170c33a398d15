// What a test file says.

import type { ErrorCode } from "../package.js";
import type { Answer, Change, DecisionCode, Given, Time } from "../../types.js";
import type { Document } from "../documents.js";
import type { Place } from "../trouble.js";

/** A test file, read. */
export interface Suite {
  readonly file: string;
  readonly catalog: Document;
  readonly facts: Document;
  /** When, for whatever does not say so itself. */
  readonly now: Time | undefined;
  readonly tests: readonly Test[];
}

/** One test: what is asked, and what must come of it. */
export interface Test {
  readonly name: string;
  /** Why it must be so, for readers. */
  readonly why: string | undefined;
  /** Made by the host before. */
  readonly after: readonly Change[];
  readonly place: () => Place;
  readonly asks: Asks;
}

export type Asks =
  | ({ readonly kind: "question" } & QuestionTest)
  | ({ readonly kind: "ask" } & AskTest)
  | ({ readonly kind: "whatCan" } & WhatCanTest)
  | ({ readonly kind: "grid" } & GridTest)
  | ({ readonly kind: "table" } & TableTest)
  | ({ readonly kind: "apply" } & ApplyTest);

export interface QuestionTest {
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly given: Given | undefined;
  readonly expect: Expected;
}

/** What a decision must be; what is not said may be anything. */
export interface Expected {
  readonly allowed: boolean;
  readonly code: DecisionCode | undefined;
  readonly missing: readonly string[] | undefined;
}

export interface AskTest {
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly now: Time | undefined;
  readonly expect: Answer;
}

export interface WhatCanTest {
  readonly subject: string;
  readonly resource: string;
  /** Only actions of this tool. */
  readonly tool: string | undefined;
  readonly now: Time | undefined;
  readonly yes: readonly string[];
  readonly depends: readonly string[];
}

/** All of a tool's matrix. */
export interface GridTest {
  readonly tool: string;
  readonly columns: readonly string[];
  /** By action, the cells in the order of the columns. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

export interface TableTest {
  readonly resource: string;
  readonly now: Time | undefined;
  readonly actions: readonly string[];
  /** By subject, the answers in the order of the actions. */
  readonly subjects: ReadonlyMap<string, readonly Answer[]>;
}

export interface ApplyTest {
  readonly changes: readonly Change[];
  readonly actor: string;
  readonly now: Time | undefined;
  /** `undefined`: they must be accepted. */
  readonly refused: ErrorCode | undefined;
}
