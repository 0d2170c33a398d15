import type { Footnote } from "permatrix/url";
import type { CellValue } from "../edit.ts";
import { useTexts } from "../texts/Texts.tsx";
import { footnoteNumber } from "./sheet.ts";

/** Cells in words, for those who do not see the marks. */
export function useCellText(footnotes: readonly Footnote[]): (value: CellValue) => string {
  const { t, say } = useTexts();
  return (value) => {
    if (value === "yes" || value === "no" || value === "never") return t.values[value];
    const number = footnoteNumber(footnotes, value);
    return `${t.values.if(String(number))}: ${say(footnotes[number - 1]?.title, value.slice(3))}`;
  };
}
