import type { Edit } from "../edit.ts";
import { useTexts } from "../texts/Texts.tsx";
import { useEditText } from "./useEditText.ts";

export function EditItem({ edit, onUndo }: { edit: Edit; onUndo: () => void }) {
  const { t } = useTexts();
  const { subject, from, to } = useEditText()(edit);
  return (
    <li>
      <p>
        {subject}
        <span className="step">
          <span className="unseen">{t.draft.was} </span>
          <s>{from}</s> <span aria-hidden="true">→</span> <span className="unseen">{t.draft.becomes} </span>
          <strong>{to}</strong>
        </span>
      </p>
      <button type="button" className="quiet" aria-label={t.draft.undoOf(subject)} onClick={onUndo}>
        {t.draft.undo}
      </button>
    </li>
  );
}
