import { Outlet } from "@remix-run/react";
import { OfflineShell } from "#app/offline/offline-shell.tsx";

/** Pages that hold nothing of anybody: this device fills them, with or without a connection. */
export default function OfflineLayout() {
  return (
    <OfflineShell>
      <Outlet />
    </OfflineShell>
  );
}
