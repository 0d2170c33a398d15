import { useDesk } from "../DeskContext.tsx";
import { NO_LEVEL } from "../edit.ts";
import type { CellValue, Edit } from "../edit.ts";
import { useTexts } from "../texts/Texts.tsx";

export interface EditText {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

/** A change of the draft in words: what of what, and from what to what. */
export function useEditText(): (edit: Edit) => EditText {
  const { t, say } = useTexts();
  const { names } = useDesk().desk;

  function value(cell: CellValue): string {
    if (cell === "yes" || cell === "no" || cell === "never") return t.values[cell];
    const condition = cell.slice(3);
    return t.why.condition(say(names.condition(condition), condition));
  }
  function level(tool: string, name: string): string {
    return name === NO_LEVEL ? t.role.noLevel : say(names.column(`${tool}.${name}`), name);
  }
  return (edit) => {
    const tool = say(names.tool(edit.tool), edit.tool);
    switch (edit.kind) {
      case "cell": {
        const column = say(names.column(`${edit.tool}.${edit.column}`) ?? names.role(edit.column), edit.column);
        return {
          subject: `${tool}: ${say(names.action(edit.action), edit.action)} · ${column}`,
          from: value(edit.from),
          to: value(edit.to),
        };
      }
      case "level":
        return {
          subject: `${say(names.role(edit.role), edit.role)}: ${t.draft.levelOf(tool)}`,
          from: level(edit.tool, edit.from),
          to: level(edit.tool, edit.to),
        };
      case "granular":
        return {
          subject: `${say(names.role(edit.role), edit.role)}: ${say(names.column(edit.column), edit.column)}`,
          from: edit.from ? t.draft.on : t.draft.off,
          to: edit.to ? t.draft.on : t.draft.off,
        };
    }
  };
}
