import { de } from "./de.ts";
import { en } from "./en.ts";

export type Wording = typeof en;

export const LANGUAGES: Record<string, { name: string; wording: Wording }> = {
  en: { name: "English", wording: en },
  de: { name: "Deutsch", wording: de },
};
