import { useEffect, useId, useRef } from "react";
import type { MouseEvent, ReactNode } from "react";

/** A modal dialog. The browser keeps the focus inside, closes on Escape, and gives the focus back. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    // The browser would take the first of several choices, not the one that is made.
    dialog.current?.querySelector<HTMLElement>(":checked")?.focus();
  }, []);
  function closeOutside({ target, currentTarget }: MouseEvent<HTMLDialogElement>) {
    if (target === currentTarget) currentTarget.close();
  }
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose} onClick={closeOutside}>
      <div className="sheet">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
