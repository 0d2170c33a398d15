import { useState } from "react";
import type { ReactNode } from "react";
import type { Viewpoint } from "../person/viewpoint.ts";
import { useTexts } from "../texts/Texts.tsx";
import { Footnotes } from "./Footnotes.tsx";
import { MatrixTable } from "./MatrixTable.tsx";
import { useSheet } from "./useSheet.ts";

interface Props {
  readonly tool: string;
  readonly viewpoint: Viewpoint;
  readonly picker: ReactNode;
  readonly onEdit: (action: string, column: string) => void;
  readonly onWhy: (action: string) => void;
}

/** The matrix of a tool, with its footnotes. */
export function Matrix({ tool, viewpoint, picker, onEdit, onWhy }: Props) {
  const { t, say } = useTexts();
  const sheet = useSheet(tool, viewpoint);
  const [lit, setLit] = useState<string>();
  if (sheet === undefined) return null;
  const shown = sheet.footnotes.findIndex(({ condition }) => condition === lit);
  return (
    <>
      <div className="heading">
        <div>
          <h1>{say(sheet.title, tool)}</h1>
          <p>
            <code>{tool}</code> · {t.matrix.actions(sheet.rows.length)}
          </p>
        </div>
        {picker}
      </div>
      {sheet.rows.length === 0 ? (
        <p>{t.matrix.empty}</p>
      ) : (
        <section className="matrix">
          <MatrixTable {...{ tool, sheet, viewpoint, lit, onEdit, onWhy }} onLight={setLit} />
          <p className="hint">
            {shown < 0 ? (
              t.matrix.help
            ) : (
              <>
                <span className="number">{shown + 1}</span> {say(sheet.footnotes[shown]?.title, lit ?? "")}
              </>
            )}
          </p>
        </section>
      )}
      <Footnotes footnotes={sheet.footnotes} lit={lit} onLight={setLit} />
    </>
  );
}
