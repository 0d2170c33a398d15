import { createContext, use, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import type { Desk, View } from "./desk.ts";

const Context = createContext<Desk | undefined>(undefined);

export function DeskProvider({ desk, children }: { desk: Desk; children: ReactNode }) {
  return <Context value={desk}>{children}</Context>;
}

export function useDesk(): { desk: Desk } & View {
  const desk = use(Context);
  if (desk === undefined) throw new Error("outside of a DeskProvider");
  return { desk, ...useSyncExternalStore(desk.subscribe, desk.view) };
}
