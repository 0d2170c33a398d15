import { useRef } from "react";
import type { MouseEvent } from "react";
import { Dialog } from "../Dialog.tsx";
import { useDesk } from "../DeskContext.tsx";
import { keyOf } from "../edit.ts";
import type { Viewpoint } from "../person/viewpoint.ts";
import { useTexts } from "../texts/Texts.tsx";
import { EditItem } from "./EditItem.tsx";
import { EffectList } from "./EffectList.tsx";
import { Refusal } from "./Refusal.tsx";

/** The whole draft, and what it does for somebody, before it is saved. */
export function ReviewDialog({ viewpoint, onClose }: { viewpoint: Viewpoint; onClose: () => void }) {
  const { t } = useTexts();
  const { desk, edits } = useDesk();
  const changes = useRef<HTMLHeadingElement>(null);
  /** The button that was pressed goes away; the focus must not go with it. */
  function stayHere() {
    changes.current?.focus();
  }
  function save({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    const dialog = currentTarget.closest("dialog");
    if (desk.save()) dialog?.close();
  }
  return (
    <Dialog title={t.draft.title} onClose={onClose}>
      <div className="review">
        <h3 ref={changes} tabIndex={-1}>
          {edits.length === 0 ? t.draft.empty : t.draft.count(edits.length)}
        </h3>
        {edits.length === 0 && <p>{t.draft.emptyHint}</p>}
        <ul className="edits">
          {edits.map((edit) => (
            <EditItem
              key={keyOf(edit)}
              edit={edit}
              onUndo={() => {
                desk.undo(edit);
                stayHere();
              }}
            />
          ))}
        </ul>
        {edits.length > 0 && <EffectList viewpoint={viewpoint} />}
        <Refusal />
      </div>
      <form method="dialog" className="buttons">
        {edits.length > 0 && (
          <button
            type="button"
            onClick={() => {
              desk.reset();
              stayHere();
            }}
          >
            {t.draft.reset}
          </button>
        )}
        <button>{t.close}</button>
        {edits.length > 0 && (
          <button type="button" className="primary" onClick={save}>
            {t.draft.save}
          </button>
        )}
      </form>
    </Dialog>
  );
}
