export interface InboxEntry {
  id: string;
  kind: string;
  title: string;
  body: string;
  href: string;
  createdAt: Date;
  readAt: Date | null;
}

/** A notice as the inbox shows it; day and time are those of the program. */
export interface InboxNotice {
  id: string;
  title: string;
  body: string;
  href: string;
  day: string;
  time: string;
  isRead: boolean;
}
