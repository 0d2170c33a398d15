import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";

/** Why the engine refused the last step. */
export function Refusal() {
  const { t } = useTexts();
  const { refusal } = useDesk();
  if (refusal === undefined) return null;
  const { code, message } = refusal as { code?: string; message?: string };
  return (
    <p role="alert" className="refusal">
      {t.draft.refused} <code>{code}</code> <span lang="en">{message}</span>
    </p>
  );
}
