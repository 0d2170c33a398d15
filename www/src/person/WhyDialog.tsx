import { Dialog } from "../Dialog.tsx";
import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";
import { Reasons } from "./Reasons.tsx";
import type { Viewpoint } from "./viewpoint.ts";

interface Props {
  readonly action: string;
  readonly viewpoint: Viewpoint;
  readonly onClose: () => void;
}

/** Why a person may or may not do one thing: as saved and, if there is a draft, with it. */
export function WhyDialog({ action, viewpoint, onClose }: Props) {
  const { t, say } = useTexts();
  const { desk, saved, draft, edits } = useDesk();
  const { subject, resource } = viewpoint;
  const [person, deed, where] = [
    say(desk.names.principal(subject), subject),
    say(desk.names.action(action), action),
    say(desk.names.resource(resource), resource),
  ];
  return (
    <Dialog title={t.why.title} onClose={onClose}>
      <p className="asked">{t.why.question(person, deed, where)}</p>
      {/* It scrolls, so the keyboard must reach it. */}
      <div className="reasons" role="group" aria-label={t.why.title} tabIndex={0}>
        <Reasons heading={t.person.now} decision={saved.decide({ subject, action, resource })} />
        {edits.length > 0 && (
          <Reasons heading={t.person.drafted} decision={draft.decide({ subject, action, resource })} />
        )}
      </div>
      <form method="dialog" className="buttons">
        <button className="primary">{t.close}</button>
      </form>
    </Dialog>
  );
}
