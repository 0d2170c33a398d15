import { useMemo } from "react";
import { useDesk } from "../DeskContext.tsx";
import type { Viewpoint } from "../person/viewpoint.ts";
import { sheetOf } from "./sheet.ts";
import type { Sheet } from "./sheet.ts";

/** The matrix of a tool, as saved and as drafted, with somebody's answers. */
export function useSheet(tool: string, { subject, resource }: Viewpoint): Sheet | undefined {
  const { saved, draft, edits } = useDesk();
  return useMemo(() => {
    const [before] = saved.matrix({ tool, subject, resource });
    const [after] = draft.matrix({ tool, subject, resource });
    return before && after && sheetOf(before, after);
    // `edits` is a new list after each step, also after saving, when the engines stay.
  }, [saved, draft, edits, tool, subject, resource]);
}
