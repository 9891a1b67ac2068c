/** Which sessions an export is of: those one led, those one was coached in, those at the sites one oversees. */
export const EXPORT_SCOPES = ["coach", "coachee", "oversight"] as const;
export type ExportScope = (typeof EXPORT_SCOPES)[number];

export type ExportStatus = "queued" | "running" | "done" | "failed" | "expired";

export interface ExportItem {
  id: string;
  scope: ExportScope;
  fromOn: string;
  untilOn: string;
  status: ExportStatus;
  /** So far while it runs, in all once it is done. */
  rows: number;
  error: string | null;
  requestedOn: string;
  requestedTime: string;
  /** Last day on which the file can be fetched. */
  keptUntil: string;
  permissions: { canDownload: boolean };
}

export interface ExportsPage {
  /** Of the next request. */
  newId: string;
  scopes: ExportScope[];
  today: string;
  monthStart: string;
  exports: ExportItem[];
}
