import type { Footnote } from "permatrix/url";
import type { CellValue } from "../edit.ts";
import { Mark } from "./Mark.tsx";
import { footnoteNumber } from "./sheet.ts";

/** A cell for the eye. */
export function CellMark({ value, footnotes }: { value: CellValue; footnotes: readonly Footnote[] }) {
  if (value === "yes" || value === "no" || value === "never") return <Mark shape={value} />;
  return (
    <span className="mark if" aria-hidden="true">
      {footnoteNumber(footnotes, value)}
    </span>
  );
}
