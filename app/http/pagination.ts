import { z } from "zod";

export const PAGE_SIZE = 50;

/** `?page=2`; anything else is the first page. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1);

export interface Page<T> {
  items: T[];
  page: number;
  pageSize: number;
  /** Whether another page follows. Lists never count all their rows to say so. */
  hasNext: boolean;
}

/** A page from rows fetched with `LIMIT PAGE_SIZE + 1`. */
export function pageOf<T>(rows: readonly T[], page: number, pageSize: number = PAGE_SIZE): Page<T> {
  return { items: rows.slice(0, pageSize), page, pageSize, hasNext: rows.length > pageSize };
}
