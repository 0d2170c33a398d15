import { createContext, use, useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { Title } from "permatrix/url";
import { kept } from "../kept.ts";
import { en } from "./en.ts";
import { LANGUAGES } from "./languages.ts";
import type { Wording } from "./languages.ts";

interface Spoken {
  readonly t: Wording;
  readonly language: string;
  speak(language: string): void;
  /** A title in this language, else in any, else the name itself. */
  say(title: Title | undefined, name: string): string;
}

const Context = createContext<Spoken | undefined>(undefined);

function preferred(): string {
  const wanted = [kept.read("language"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((code) => code !== null && code in LANGUAGES) ?? "en";
}

export function Texts({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferred);
  const t = LANGUAGES[language]?.wording ?? en;
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `Permatrix: ${t.tagline}`;
  }, [language, t]);
  const spoken: Spoken = {
    t,
    language,
    speak(next) {
      kept.write("language", next);
      setLanguage(next);
    },
    say: (title = {}, name) => title[language] ?? title[""] ?? title["en"] ?? Object.values(title)[0] ?? name,
  };
  return <Context value={spoken}>{children}</Context>;
}

export function useTexts(): Spoken {
  const spoken = use(Context);
  if (spoken === undefined) throw new Error("outside of Texts");
  return spoken;
}
