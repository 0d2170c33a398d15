import { useDesk } from "../DeskContext.tsx";
import type { Viewpoint } from "../person/viewpoint.ts";
import { useTexts } from "../texts/Texts.tsx";
import { Refusal } from "./Refusal.tsx";
import { useEffects } from "./useEffects.ts";

/** How far the draft is from what is saved, always in sight. */
export function DraftBar({ viewpoint, onReview }: { viewpoint: Viewpoint; onReview: () => void }) {
  const { t, say } = useTexts();
  const { desk, edits, revision } = useDesk();
  const { gained, lost } = useEffects(viewpoint);
  const person = say(desk.names.principal(viewpoint.subject), viewpoint.subject);
  return (
    <footer className="draft" data-empty={edits.length === 0 || undefined}>
      <Refusal />
      <p role="status">
        {edits.length > 0 && (
          <>
            <strong>{t.draft.count(edits.length)}</strong> {t.draft.effect(person, gained.length, lost.length)}
          </>
        )}
        {edits.length === 0 && (revision === undefined ? t.draft.empty : t.draft.saved(revision))}
      </p>
      <button type="button" className={edits.length > 0 ? "primary" : undefined} onClick={onReview}>
        {t.draft.review}
      </button>
    </footer>
  );
}
