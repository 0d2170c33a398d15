import { useMemo } from "react";
import { useDesk } from "../DeskContext.tsx";
import { effectsOf } from "../effects.ts";
import type { Effects } from "../effects.ts";
import type { Viewpoint } from "../person/viewpoint.ts";

/** What the draft changes for somebody somewhere, over all tools. */
export function useEffects({ subject, resource }: Viewpoint): Effects {
  const { saved, draft, edits } = useDesk();
  return useMemo(() => effectsOf(saved, draft, subject, resource), [saved, draft, edits, subject, resource]);
}
