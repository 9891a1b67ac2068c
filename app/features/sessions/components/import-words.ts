import type { Tone } from "#app/components/badge.tsx";
import type { DayOrder, ImportStatus } from "../import.types.ts";

export const IMPORT_STATUS: Record<ImportStatus, { label: string; tone: Tone }> = {
  uploaded: { label: "Columns to choose", tone: "caution" },
  checking: { label: "Being checked", tone: "info" },
  checked: { label: "Checked", tone: "caution" },
  storing: { label: "Being stored", tone: "info" },
  stored: { label: "Stored", tone: "positive" },
  cancelled: { label: "Stopped", tone: "caution" },
  undoing: { label: "Being taken back", tone: "info" },
  undone: { label: "Taken back", tone: "neutral" },
  discarded: { label: "Discarded", tone: "neutral" },
  failed: { label: "Failed", tone: "critical" },
};

export const DAY_ORDER_LABELS: Record<DayOrder, string> = {
  iso: "2025-11-16",
  us: "11/16/2025 (month first), or 2025-11-16",
  european: "16.11.2025 (day first), or 2025-11-16",
};

export function isWaiting(status: ImportStatus): boolean {
  return status === "checking" || status === "storing" || status === "undoing";
}
