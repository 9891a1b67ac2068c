/** A session written more than this many days after it took place is a late entry, unless another limit is asked for. */
export const LATE_ENTRY_DAYS = 3;
/** A cancellation with less notice than this many hours is a late one, unless another limit is asked for. */
export const LATE_NOTICE_HOURS = 24;
