/** How long an event is kept, by class, in days. */
export const RETENTION_DAYS = { record: 365 * 7, access: 365 * 3, system: 365 } as const;

/** Every event type with its retention class. Types are added, never renamed. */
export const EVENTS = {
  "session.logged": "record",
  "session.planned": "record",
  "session.edited": "record",
  "session.amended": "record",
  "session.acknowledged": "record",
  "session.disputed": "record",
  "session.answered": "record",
  "session.acknowledgement-lapsed": "record",
  "session.opened": "record",
  "note-key.destroyed": "record",
  "program.settings-changed": "record",
  "goal.added": "record",
  "goal.edited": "record",
  "action-step.updated": "record",
  "certification.awarded": "record",
  "certification.expired": "record",
  "assessment.opened": "record",
  "assessment.started": "record",
  "assessment.submitted": "record",
  "assessment.cancelled": "record",
  "assessment.reassigned": "record",
  "assessments.scheduled": "system",
  "plan.item-changed": "record",
  "plan.evidence-added": "record",
  "person.added": "record",
  "person.invited": "record",
  "person.left": "record",
  "person.returned": "record",
  "role.assigned": "record",
  "role.ended": "record",
  "site.assigned": "record",
  "site.left": "record",
  "supervisor.assigned": "record",
  "supervisor.ended": "record",
  "coach.assigned": "record",
  "coach.ended": "record",
  "certification.revoked": "record",
  "leave.added": "record",
  "closure.added": "record",
  "closure.withdrawn": "record",
  "access.refused": "access",
  "coach-figures.viewed": "access",
  "access.signed-in": "access",
  "calendar-feed.renewed": "access",
  "calendar-feed.ended": "access",
  "export.requested": "access",
  "export.finished": "access",
  "export.failed": "access",
  "export.downloaded": "access",
  "import.uploaded": "access",
  "import.mapped": "access",
  "import.checked": "access",
  "import.started": "record",
  "import.rows-stored": "record",
  "import.finished": "record",
  "import.cancelled": "record",
  "import.discarded": "access",
  "import.undo-asked": "record",
  "import.undone": "record",
  "import.failed": "record",
  "import.problems-downloaded": "access",
  "sessions.imported": "record",
  "sessions.import-undone": "record",
  "reminder.sent": "system",
  "figures.refreshed": "system",
} as const satisfies Record<string, keyof typeof RETENTION_DAYS>;

export type EventType = keyof typeof EVENTS;

export interface NewEvent {
  type: EventType;
  subjectType: string;
  subjectId: string;
  siteId?: string;
  /** Ids, codes and days only: never names, notes or ratings. A reason is one that was given for this log. */
  payload?: Record<string, string | number | boolean | null | string[]>;
}
