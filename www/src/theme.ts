import { useEffect, useState } from "react";
import { kept } from "./kept.ts";

function preferred(): boolean {
  const chosen = kept.read("theme");
  return chosen === null ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
}

/** Light or dark: as chosen, else as the system has it. */
export function useTheme(): [boolean, (dark: boolean) => void] {
  const [dark, setDark] = useState(preferred);
  useEffect(() => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  }, [dark]);
  return [
    dark,
    (next) => {
      kept.write("theme", next ? "dark" : "light");
      setDark(next);
    },
  ];
}
